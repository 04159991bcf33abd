# expect: farthest from the middle
import numpy as np


def kmeans_plusplus(X, k, rng):
    X = X.astype(float)
    d = ((X - X.mean(axis=0)) ** 2).sum(axis=1)
    picks = [X[d.argmax()]]
    while len(picks) < k:
        d = ((X[:, None] - np.array(picks)) ** 2).sum(axis=2).min(axis=1)
        picks.append(X[rng.choice(len(X), p=d / d.sum())])
    return np.array(picks)
