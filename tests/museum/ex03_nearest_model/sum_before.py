# expect: The differences are added up first and squared after.


def squared_distances(X, centroids):
    return (X.astype(float).sum(axis=1)[:, None] - centroids.astype(float).sum(axis=1)) ** 2
