# expect: This is a mean.


def inertia(X, labels, centroids):
    d = X - centroids[labels].astype(float)
    return (d**2).mean(axis=1).sum()
