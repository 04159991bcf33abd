# expect: kmeans_plusplus should return shape (6, 4):
import numpy as np


def kmeans_plusplus(X, k, rng):
    X = X.astype(float)
    picks = [X[rng.integers(len(X))]]
    for _ in range(k):
        D2 = ((X[:, None] - np.array(picks)) ** 2).sum(axis=2).min(axis=1)
        picks.append(X[rng.choice(len(X), p=D2 / D2.sum())])
    return np.array(picks)
