# expect: This line overwrites the value in each round.
import numpy as np


def squared_distances(X, centroids):
    out = np.zeros((len(X), len(centroids)))
    for i in range(len(X)):
        for j in range(len(centroids)):
            for f in range(X.shape[1]):
                out[i, j] = (float(X[i, f]) - float(centroids[j, f])) ** 2
    return out
