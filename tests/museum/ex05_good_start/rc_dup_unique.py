# expect: random_centroids should return shape (6, 4):


def random_centroids(X, k, rng):
    rows = list(set(rng.integers(0, len(X), k).tolist()))
    return X[rows].astype(float)
