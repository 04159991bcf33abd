# expect: greedy
import numpy as np


def kmeans_plusplus(X, k, rng):
    X = X.astype(float)
    picks = [rng.integers(len(X))]
    D2 = ((X - X[picks[0]]) ** 2).sum(axis=1)
    while len(picks) < k:
        candidates = rng.choice(len(X), size=2 + int(np.log(k)), p=D2 / D2.sum())
        options = [np.minimum(D2, ((X - X[row]) ** 2).sum(axis=1)) for row in candidates]
        best = np.argmin([option.sum() for option in options])
        picks.append(candidates[best])
        D2 = options[best]
    return X[picks]
