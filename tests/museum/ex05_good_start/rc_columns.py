# expect: random_centroids gave centroids that are no samples.


def random_centroids(X, k, rng):
    return rng.permuted(X, axis=0)[:k].astype(float)
