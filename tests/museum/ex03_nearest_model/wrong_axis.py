# expect: other axis


def assign(X, centroids):
    return squared_distances(X, centroids).argmin(axis=0)
