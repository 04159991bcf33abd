# expect: Two mistakes. First: The distances are squared.
import numpy as np


def silhouette(X, labels):
    s = []
    for i in range(len(X)):
        d = ((X - X[i]) ** 2).sum(axis=1)
        if (labels == labels[i]).sum() == 1:
            s.append(0)
            continue
        a = d[labels == labels[i]].mean()
        b = min(d[labels == g].mean() for g in set(labels) if g != labels[i])
        s.append((b - a) / max(a, b))
    return np.mean(s)
