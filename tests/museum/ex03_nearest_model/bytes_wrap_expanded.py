# expect: uint8 numbers go from 0 to 255, and wrap around at the ends:


def squared_distances(X, centroids):
    return (X**2).sum(axis=1)[:, None] - 2 * X @ centroids.T + (centroids**2).sum(axis=1)
