# expect: uint8 numbers go from 0 to 255, and wrap around at the ends:
import numpy as np


def squared_distances(X, centroids):
    d = np.abs(X[:, None] - centroids)
    return (d.astype(float) ** 2).sum(axis=2)
