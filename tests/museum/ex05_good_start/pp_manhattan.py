# expect: You add up the differences of the features first, and then square the sum.
import numpy as np


def kmeans_plusplus(X, k, rng):
    X = X.astype(float)
    picks = [rng.integers(len(X))]
    while len(picks) < k:
        D2 = np.min([np.abs(X - X[p]).sum(axis=1) ** 2 for p in picks], axis=0)
        picks.append(rng.choice(len(X), p=D2 / D2.sum()))
    return X[picks]
