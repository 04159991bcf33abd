# expect: uint8 numbers go from 0 to 255, and wrap around at the ends:
import numpy as np


def squared_distances(X, centroids):
    return np.linalg.norm(X[:, None] - centroids, axis=2) ** 2
