# expect: random_centroids returned row numbers.


def random_centroids(X, k, rng):
    return rng.choice(len(X), k, replace=False)
