# expect: The digits after the point are lost before you compute.


def squared_distances(X, centroids):
    d = X.astype(int)[:, None] - centroids.astype(int)
    return (d**2).sum(axis=2)
