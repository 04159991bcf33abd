# expect: Not all samples have the same probability.


def random_centroids(X, k, rng):
    start = rng.integers(len(X) - k + 1)
    return X[start : start + k].astype(float)
