# expect: A sample alone in its group got the silhouette 1.
import numpy as np


def silhouette(X, labels):
    s = []
    for i in range(len(X)):
        d = np.sqrt(((X - X[i]) ** 2).sum(axis=1))
        own = labels == labels[i]
        a = d[own].sum() / max(own.sum() - 1, 1)
        b = min(d[labels == g].mean() for g in np.unique(labels) if g != labels[i])
        s.append((b - a) / max(a, b))
    return sum(s) / len(s)
