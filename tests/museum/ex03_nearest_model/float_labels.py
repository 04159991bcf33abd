# expect: whole numbers (int)


def assign(X, centroids):
    return squared_distances(X, centroids).argmin(axis=1) * 1.0
