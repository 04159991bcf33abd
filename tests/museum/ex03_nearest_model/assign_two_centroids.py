# expect: first two centroids
import numpy as np


def assign(X, centroids):
    D = squared_distances(X, centroids)
    return np.where(D[:, 0] <= D[:, 1], 0, 1)
