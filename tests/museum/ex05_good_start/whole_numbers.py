# expect: floats


def random_centroids(X, k, rng):
    return X[rng.choice(len(X), k, replace=False)]
