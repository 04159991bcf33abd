# expect: `d * 2` doubles.


def squared_distances(X, centroids):
    d = X[:, None].astype(float) - centroids
    return (d * 2).sum(axis=2)
