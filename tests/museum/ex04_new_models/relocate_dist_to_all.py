# expect: Each sample is measured to the *nearest* of all centroids.
import numpy as np


def relocate_empty(X, labels, centroids):
    new = labels.copy()
    d = ((X[:, None].astype(float) - centroids.astype(float)) ** 2).sum(axis=2).min(axis=1)
    counts = np.bincount(labels, minlength=len(centroids))
    for g, i in zip(np.flatnonzero(counts == 0), np.argsort(-d, kind="stable")):
        new[i] = g
    return new
