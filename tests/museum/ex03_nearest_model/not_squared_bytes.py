# expect: without being squared


def squared_distances(X, centroids):
    return abs(X[:, None] - centroids).sum(axis=2)
