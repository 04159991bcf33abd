# expect: You add up the differences without squaring them.


def squared_distances(X, centroids):
    return abs(X[:, None] - centroids).sum(axis=2)
