# expect: The nearest centroid is found with differences that are not squared.
import numpy as np


def assign(X, centroids):
    return np.abs(X[:, None] - centroids).sum(axis=2).argmin(axis=1)
