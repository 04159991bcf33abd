# expect: You count the sample itself.
import numpy as np


def silhouette(X, labels):
    s = []
    for i in range(len(X)):
        d = np.sqrt(((X - X[i]) ** 2).sum(axis=1))
        own = labels == labels[i]
        if own.sum() == 1:
            s.append(0.0)
            continue
        a = d[own].sum() / own.sum()
        b = np.inf
        for g in np.unique(labels):
            if g != labels[i]:
                b = min(b, d[labels == g].mean())
        s.append((b - a) / max(a, b))
    return sum(s) / len(s)
