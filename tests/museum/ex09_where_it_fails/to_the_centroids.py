# expect: You measure the distances to the means of the groups.
import numpy as np


def silhouette(X, labels):
    means = np.array([X[labels == group].mean(axis=0) for group in range(labels.max() + 1)])
    distances = np.sqrt(((X[:, None] - means) ** 2).sum(axis=2))
    rows = np.arange(len(X))
    a = distances[rows, labels]
    distances[rows, labels] = np.inf
    b = distances.min(axis=1)
    return ((b - a) / np.maximum(a, b)).mean()
