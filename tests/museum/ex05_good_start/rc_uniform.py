# expect: random_centroids returned centroids that are not samples.


def random_centroids(X, k, rng):
    return rng.uniform(X.min(axis=0), X.max(axis=0), (k, X.shape[1]))
