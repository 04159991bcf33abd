# expect: `argmin` says *where*


def assign(X, centroids):
    return squared_distances(X, centroids).min(axis=1)
