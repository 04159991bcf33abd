# expect: The result is of type float16, which keeps about 3 digits.
import numpy as np


def squared_distances(X, centroids):
    X = X.astype(np.float16)
    centroids = centroids.astype(np.float16)
    return ((X[:, None] - centroids) ** 2).sum(axis=2)
