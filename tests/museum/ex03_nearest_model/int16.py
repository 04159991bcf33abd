# expect: The digits after the point are lost before you compute.
import numpy as np


def squared_distances(X, centroids):
    X = X.astype(np.int16)
    centroids = centroids.astype(np.int16)
    return ((X[:, None] - centroids) ** 2).sum(axis=2)
