# expect: Each sample is measured to all centroids.


def inertia(X, labels, centroids):
    return ((X[:, None].astype(float) - centroids.astype(float)) ** 2).sum()
