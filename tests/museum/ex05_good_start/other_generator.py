# expect: The same seed gives different picks:
import numpy as np


def random_centroids(X, k, rng):
    return X[np.random.choice(len(X), k, replace=False)].astype(float)
