# expect: This `return` is inside the loop, so the loop ends in its first round.
import numpy as np


def assign(X, centroids):
    labels = np.zeros(len(X), dtype=int)
    d = squared_distances(X, centroids)
    for i in range(len(X)):
        labels[i] = d[i].argmin()
        return labels
