# expect: You add up the differences without squaring them.
import numpy as np


def squared_distances(X, centroids):
    X, centroids = X.astype(float), centroids.astype(float)
    return np.abs(X[:, None] - centroids).sum(axis=2)
