# expect: This `return` is inside the loop, so the loop ends in its first round.
import numpy as np


def silhouette(X, labels):
    s = np.zeros(len(X))
    for i in range(len(X)):
        d = np.sqrt(((X - X[i]) ** 2).sum(axis=1))
        n = (labels == labels[i]).sum()
        if n > 1:
            a = d[labels == labels[i]].sum() / (n - 1)
            b = min(d[labels == g].mean() for g in np.unique(labels) if g != labels[i])
            s[i] = (b - a) / max(a, b)
        return s.mean()
