# expect: The distances are those to the *farthest* pick.
import numpy as np


def kmeans_plusplus(X, k, rng):
    X = X.astype(float)
    picks = [rng.integers(len(X))]
    while len(picks) < k:
        D2 = np.max([((X - X[p]) ** 2).sum(axis=1) for p in picks], axis=0)
        picks.append(rng.choice(len(X), p=D2 / D2.sum()))
    return X[picks]
