# expect: The group got the sample *nearest* to its centroid.
import numpy as np


def relocate_empty(X, labels, centroids):
    new = labels.copy()
    d = ((X.astype(float) - centroids.astype(float)[labels]) ** 2).sum(axis=1)
    order = np.argsort(d)
    i = 0
    for g in range(len(centroids)):
        if not (labels == g).any():
            new[order[i]] = g
            i += 1
    return new
