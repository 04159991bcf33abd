# expect: You add up the differences first, and then square the sum.


def squared_distances(X, centroids):
    return (X.astype(float).sum(axis=1)[:, None] - centroids.astype(float).sum(axis=1)) ** 2
