# expect: uint8 numbers wrap around


def squared_distances(X, centroids):
    return ((X[:, None] - centroids).astype(float) ** 2).sum(axis=2)
