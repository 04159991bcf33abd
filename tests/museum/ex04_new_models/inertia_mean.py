# expect: *sum*


def inertia(X, labels, centroids):
    return ((X - centroids[labels] * 1.0) ** 2).sum(axis=1).mean()
