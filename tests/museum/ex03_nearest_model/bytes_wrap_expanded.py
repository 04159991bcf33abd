# expect: uint8 numbers wrap around


def squared_distances(X, centroids):
    return (X**2).sum(axis=1)[:, None] - 2 * X @ centroids.T + (centroids**2).sum(axis=1)
