# expect: The axis is wrong here.


def squared_distances(X, centroids):
    X, C = X.astype(float), centroids.astype(float)
    return (X**2).sum(1)[:, None] - 2 * X @ C.T + (C**2).sum(0)[None]
