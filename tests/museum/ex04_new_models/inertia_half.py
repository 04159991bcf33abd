# expect: `(d ** 2).sum() / 2`:


def inertia(X, labels, centroids):
    d = X - centroids[labels].astype(float)
    return (d**2).sum() / 2
