# expect: You took the root.
import numpy as np


def squared_distances(X, centroids):
    return np.sqrt(((X[:, None] - centroids) ** 2).sum(axis=2))
