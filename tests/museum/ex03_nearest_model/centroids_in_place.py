# expect: changed its argument X in place
import numpy as np


def squared_distances(X, centroids):
    distances = np.zeros((len(X), len(centroids)))
    for j, centroid in enumerate(centroids):
        X[:] = X - centroid
        distances[:, j] = (X**2).sum(axis=1)
    return distances
