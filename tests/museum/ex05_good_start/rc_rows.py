# expect: random_centroids gave row numbers.


def random_centroids(X, k, rng):
    return rng.choice(len(X), k, replace=False)
