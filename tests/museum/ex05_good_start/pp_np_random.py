# expect: The same seed gives different picks:
import numpy as np


def kmeans_plusplus(X, k, rng):
    X = X.astype(float)
    picks = [X[np.random.randint(len(X))]]
    for _ in range(k - 1):
        D2 = ((X[:, None] - np.array(picks)) ** 2).sum(axis=2).min(axis=1)
        picks.append(X[rng.choice(len(X), p=D2 / D2.sum())])
    return np.array(picks)
