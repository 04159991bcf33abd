# expect: +3 and -3 make 0


def squared_distances(X, centroids):
    X, centroids = X.astype(float), centroids.astype(float)
    return (X[:, None] - centroids).sum(axis=2) ** 2
