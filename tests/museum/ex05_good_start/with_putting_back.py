# expect: Repeated picks


def random_centroids(X, k, rng):
    return X[rng.integers(len(X), size=k)].astype(float)
