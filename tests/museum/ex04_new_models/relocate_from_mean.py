# expect: The samples are measured to the mean of all.
import numpy as np


def relocate_empty(X, labels, centroids):
    new = labels.copy()
    d = ((X - X.mean(axis=0)) ** 2).sum(axis=1)
    counts = np.bincount(labels, minlength=len(centroids))
    for g, i in zip(np.flatnonzero(counts == 0), np.argsort(-d, kind="stable")):
        new[i] = g
    return new
