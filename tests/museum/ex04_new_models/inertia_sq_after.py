# expect: The differences of a sample are added up first and squared after.


def inertia(X, labels, centroids):
    d = X.astype(float) - centroids[labels]
    return (d.sum(axis=1) ** 2).sum()
