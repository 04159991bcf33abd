# expect: Take the root of each distance first
import numpy as np


def silhouette(X, labels):
    D = ((X[:, None].astype(float) - X) ** 2).sum(axis=2)
    out = []
    for i in range(len(X)):
        own = labels == labels[i]
        if own.sum() == 1:
            out.append(0)
            continue
        a = np.sqrt(D[i, own].sum() / (own.sum() - 1))
        b = np.sqrt(min(D[i, labels == g].mean() for g in np.unique(labels) if g != labels[i]))
        out.append((b - a) / max(a, b))
    return np.mean(out)
