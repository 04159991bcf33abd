# expect: The axis is wrong here.
import numpy as np


def update(X, labels, centroids):
    new = centroids.astype(float).copy()
    for g in range(len(centroids)):
        if (labels == g).any():
            new[g] = np.mean(X[labels == g], axis=1)
    return new
