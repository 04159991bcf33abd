# expect: `<=` in this line should be `<`:
import numpy as np


def relocate_empty(X, labels, centroids):
    new = labels.copy()
    d = ((X.astype(float) - centroids.astype(float)[labels]) ** 2).sum(axis=1)
    counts = np.bincount(labels, minlength=len(centroids))
    for g, i in zip(np.flatnonzero(counts <= 1), np.argsort(-d, kind="stable")):
        new[i] = g
    return new
