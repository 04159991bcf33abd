# expect: `range(labels.max())` ends too early by 1:
import numpy as np


def silhouette(X, labels):
    s = []
    for i in range(len(X)):
        d = np.sqrt(((X - X[i]) ** 2).sum(axis=1))
        n = (labels == labels[i]).sum()
        if n == 1:
            s.append(0)
            continue
        a = d[labels == labels[i]].sum() / (n - 1)
        b = min(d[labels == g].mean() for g in range(labels.max()) if g != labels[i])
        s.append((b - a) / max(a, b))
    return np.mean(s)
