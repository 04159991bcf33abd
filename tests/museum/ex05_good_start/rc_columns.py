# expect: random_centroids returned centroids that are not samples.


def random_centroids(X, k, rng):
    return rng.permuted(X, axis=0)[:k].astype(float)
