# expect: This is the largest squared distance.


def inertia(X, labels, centroids):
    d = X - centroids[labels].astype(float)
    return (d**2).sum(axis=1).max()
