# expect: Not all samples have the same chance to be picked.


def random_centroids(X, k, rng):
    start = rng.integers(0, len(X) - k + 1)
    return X[start : start + k].astype(float)
