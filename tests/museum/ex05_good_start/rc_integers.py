# expect: Repeated picks:


def random_centroids(X, k, rng):
    rows = rng.integers(0, len(X), k)
    return X[rows].astype(float)
