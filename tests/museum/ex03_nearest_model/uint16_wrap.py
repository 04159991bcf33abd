# expect: uint16 numbers wrap around
import numpy as np


def squared_distances(X, centroids):
    if X.dtype == np.uint8:
        X, centroids = X.astype(np.uint16), centroids.astype(np.uint16)
    return sum((x[:, None] - c) ** 2 for x, c in zip(X.T, centroids.T))
