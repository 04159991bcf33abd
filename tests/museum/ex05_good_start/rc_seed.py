# expect: random_centroids always picks the same samples, whatever rng is.
import numpy as np


def random_centroids(X, k, rng):
    rng = np.random.default_rng(42)
    return X[rng.choice(len(X), k, replace=False)].astype(float)
