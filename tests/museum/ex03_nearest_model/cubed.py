# expect: The number 3 in this line is wrong by 1.
import numpy as np


def squared_distances(X, centroids):
    d = X[:, None].astype(float) - centroids
    return np.abs(d**3).sum(axis=2)
