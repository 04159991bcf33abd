# expect: Rows and columns are exchanged


def squared_distances(X, centroids):
    X, centroids = X.astype(float), centroids.astype(float)
    return ((X - centroids[:, None]) ** 2).sum(axis=2)
