# expect: no power in Python


def squared_distances(X, centroids):
    return ((X[:, None].astype(int) - centroids.astype(int)) ^ 2).sum(axis=2)
