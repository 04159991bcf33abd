# expect: X[:, None]


def squared_distances(X, centroids):
    X, centroids = X.astype(float), centroids.astype(float)
    return ((X - centroids) ** 2).sum(axis=1)
