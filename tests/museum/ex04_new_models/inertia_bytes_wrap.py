# expect: wrap around


def inertia(X, labels, centroids):
    return ((X - centroids[labels]) ** 2).sum()
