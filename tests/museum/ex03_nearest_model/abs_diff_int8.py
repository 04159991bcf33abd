# expect: The digits after the point are lost before you compute.
import numpy as np


def squared_distances(X, centroids):
    d = X.astype(np.int8)[:, None] - centroids.astype(np.int8)
    return (d.astype(float) ** 2).sum(axis=2)
