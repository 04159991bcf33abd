# expect: random_centroids returned centroids that are not samples.


def random_centroids(X, k, rng):
    return X.mean(axis=0) + rng.normal(size=(k, X.shape[1]))
