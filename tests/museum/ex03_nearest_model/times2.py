# expect: `d * 2` multiplies by 2.


def squared_distances(X, centroids):
    d = X[:, None].astype(float) - centroids
    return (d * 2).sum(axis=2)
