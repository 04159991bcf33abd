# expect: The farthest sample is picked
import numpy as np


def kmeans_plusplus(X, k, rng):
    X = X.astype(float)
    picks = [X[rng.integers(len(X))]]
    while len(picks) < k:
        d = ((X[:, None] - np.array(picks)) ** 2).sum(axis=2).min(axis=1)
        p = np.exp(d - d.max())
        picks.append(X[rng.choice(len(X), p=p / p.sum())])
    return np.array(picks)
