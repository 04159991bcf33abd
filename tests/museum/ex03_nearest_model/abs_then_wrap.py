# expect: uint8 numbers wrap around:
import numpy as np


def squared_distances(X, centroids):
    d = np.abs(X[:, None] - centroids)
    return (d.astype(float) ** 2).sum(axis=2)
