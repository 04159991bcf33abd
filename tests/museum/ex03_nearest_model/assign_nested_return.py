# expect: This `return` stands inside the loop, so it ends the first round.
import numpy as np


def assign(X, centroids):
    labels = np.zeros(len(X), dtype=int)
    d = squared_distances(X, centroids)
    for i in range(len(X)):
        labels[i] = d[i].argmin()
        return labels
