# expect: You took the root.
import numpy as np


def squared_distances(X, centroids):
    X, centroids = X.astype(float), centroids.astype(float)
    return np.linalg.norm(X[:, None] - centroids, axis=2)
