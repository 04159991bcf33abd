# expect: Row 3 of 4 is never picked.


def random_centroids(X, k, rng):
    return X[rng.choice(len(X) - 1, k, replace=False)].astype(float)
