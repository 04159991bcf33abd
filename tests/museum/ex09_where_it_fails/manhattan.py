# expect: You add up the differences without squaring them.
import numpy as np


def silhouette(X, labels):
    s = []
    for i in range(len(X)):
        d = np.abs(X - X[i]).sum(axis=1)
        own = labels == labels[i]
        if own.sum() == 1:
            s.append(0.0)
            continue
        a = d[own].sum() / (own.sum() - 1)
        b = min(d[labels == g].mean() for g in np.unique(labels) if g != labels[i])
        s.append((b - a) / max(a, b))
    return sum(s) / len(s)
