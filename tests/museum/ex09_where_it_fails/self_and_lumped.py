# expect: Two mistakes. First: You count the sample itself.
import numpy as np


def silhouette(X, labels):
    s = []
    for i in range(len(X)):
        d = np.sqrt(((X - X[i]) ** 2).sum(axis=1))
        own = labels == labels[i]
        if own.sum() == 1:
            s.append(0)
            continue
        a = d[own].mean()
        b = d[~own].mean()
        s.append((b - a) / max(a, b))
    return np.mean(s)
