# expect: Leave out the 1 in `X.shape[1] - 1`.
import numpy as np


def squared_distances(X, centroids):
    out = np.zeros((len(X), len(centroids)))
    for f in range(X.shape[1] - 1):
        out += (X[:, f, None].astype(float) - centroids[:, f].astype(float)) ** 2
    return out
