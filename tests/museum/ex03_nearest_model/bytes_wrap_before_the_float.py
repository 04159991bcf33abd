# expect: uint8 numbers go from 0 to 255, and wrap around at the ends:


def squared_distances(X, centroids):
    return ((X[:, None] - centroids).astype(float) ** 2).sum(axis=2)
