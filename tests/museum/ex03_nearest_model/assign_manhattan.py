# expect: The nearest centroid is found with differences that are not squared.
import numpy as np


def assign(X, centroids):
    d = np.abs(X[:, None].astype(float) - centroids).sum(axis=2)
    return d.argmin(axis=1)
