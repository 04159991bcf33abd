# expect: in brackets of its own
import numpy as np


def assign(X, centroids):
    D = squared_distances(X, centroids)
    return np.array([np.where(row == row.min())[0] for row in D])
