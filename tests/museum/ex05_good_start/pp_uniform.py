# expect: All picks are drawn with equal probabilities, and there are repeated picks:
import numpy as np


def kmeans_plusplus(X, k, rng):
    X = X.astype(float)
    picks = [rng.integers(len(X))]
    while len(picks) < k:
        D2 = np.min([((X - X[p]) ** 2).sum(axis=1) for p in picks], axis=0)
        picks.append(rng.choice(len(X)))
    return X[picks]
