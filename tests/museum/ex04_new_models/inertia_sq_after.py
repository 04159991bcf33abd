# expect: You add up the differences of a sample first, and then square the sum.


def inertia(X, labels, centroids):
    d = X.astype(float) - centroids[labels]
    return (d.sum(axis=1) ** 2).sum()
