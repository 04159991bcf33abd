# expect: The first pick is wrong:
import numpy as np


def kmeans_plusplus(X, k, rng):
    X = X.astype(float)
    picks = [0]
    D2 = np.full(len(X), np.inf)
    while len(picks) < k:
        D2 = np.minimum(D2, ((X - X[picks[-1]]) ** 2).sum(axis=1))
        picks.append(rng.choice(len(X), p=D2 / D2.sum()))
    return X[picks]
