# expect: is picked every time
import numpy as np


def kmeans_plusplus(X, k, rng):
    X = X.astype(float)
    picks = [rng.integers(len(X))]
    D2 = np.full(len(X), np.inf)
    while len(picks) < k:
        D2 = np.minimum(D2, ((X - X[picks[-1]]) ** 2).sum(axis=1))
        picks.append(D2.argmax())
    return X[picks]
