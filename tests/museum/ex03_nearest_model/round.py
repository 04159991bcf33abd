# expect: The result is rounded to 0 digits after the point.
import numpy as np


def squared_distances(X, centroids):
    d = X[:, None].astype(float) - centroids
    return np.round((d**2).sum(axis=2))
