# expect: The number 3 in this line is one off.
import numpy as np


def squared_distances(X, centroids):
    d = X[:, None].astype(float) - centroids
    return np.abs(d**3).sum(axis=2)
