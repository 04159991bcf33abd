# expect: Labels begin with 0, like indices


def assign(X, centroids):
    return squared_distances(X, centroids).argmin(axis=1) + 1
