# expect: uint8 numbers wrap around


def assign(X, centroids):
    return ((X[:, None] - centroids) ** 2).sum(axis=2).argmin(axis=1)
