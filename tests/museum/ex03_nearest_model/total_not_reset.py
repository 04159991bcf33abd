# expect: inside the loop
import numpy as np


def squared_distances(X, centroids):
    X, C = X.astype(float), centroids.astype(float)
    D = np.zeros((len(X), len(C)))
    s = 0
    for i in range(len(X)):
        for j in range(len(C)):
            for f in range(X.shape[1]):
                s += (X[i, f] - C[j, f]) ** 2
            D[i, j] = s
    return D
