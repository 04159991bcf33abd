# expect: *nearest*


def inertia(X, labels, centroids):
    return ((X[:, None] - centroids * 1.0) ** 2).sum(axis=2).min(axis=1).sum()
