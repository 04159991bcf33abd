# expect: Two empty groups got the same sample, and only the last group keeps it.
import numpy as np


def relocate_empty(X, labels, centroids):
    new = labels.copy()
    d = ((X.astype(float) - centroids.astype(float)[labels]) ** 2).sum(axis=1)
    order = np.argsort(d)[::-1]
    i = 0
    for g in range(len(centroids)):
        if not (labels == g).any():
            new[order[i]] = g
    return new
