# expect: one silhouette of these
import numpy as np


def silhouette(X, labels):
    D = np.sqrt(((X[:, None].astype(float) - X) ** 2).sum(axis=2))
    As, Bs = [], []
    for i in range(len(X)):
        own = labels == labels[i]
        if own.sum() == 1:
            continue
        As.append(D[i, own].sum() / (own.sum() - 1))
        Bs.append(min(D[i, labels == g].mean() for g in np.unique(labels) if g != labels[i]))
    a, b = np.mean(As), np.mean(Bs)
    return (b - a) / max(a, b)
