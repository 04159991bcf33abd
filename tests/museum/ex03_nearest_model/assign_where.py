# expect: Two centroids are equally near:
import numpy as np


def assign(X, centroids):
    d = squared_distances(X, centroids)
    return np.array([np.where(row == row.min())[0][-1] for row in d])
