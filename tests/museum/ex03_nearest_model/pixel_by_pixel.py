# remark: goes through the pixels one by one
import numpy as np


def squared_distances(X, centroids):
    X, centroids = X.astype(float), centroids.astype(float)
    return np.array([((x - centroids) ** 2).sum(axis=1) for x in X])
