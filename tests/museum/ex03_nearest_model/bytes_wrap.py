# expect: uint8 numbers wrap around


def squared_distances(X, centroids):
    return ((X[:, None] - centroids) ** 2).sum(axis=2)
