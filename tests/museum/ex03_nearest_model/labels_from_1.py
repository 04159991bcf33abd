# expect: count from 0


def assign(X, centroids):
    return squared_distances(X, centroids).argmin(axis=1) + 1
