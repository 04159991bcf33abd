# expect: tie
import numpy as np


def assign(X, centroids):
    labels = np.zeros(len(X), dtype=int)
    nearest = np.full(len(X), np.inf)
    for label, distances in enumerate(squared_distances(X, centroids).T):
        labels[distances <= nearest] = label
        nearest = np.minimum(nearest, distances)
    return labels
