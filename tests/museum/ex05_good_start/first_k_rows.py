# expect: always picks the same samples


def random_centroids(X, k, rng):
    return X[:k].astype(float)
