# expect: uint8 numbers wrap around


def squared_distances(X, centroids):
    return sum((x[:, None] - c) ** 2 for x, c in zip(X.T, centroids.T))
