# expect: uint8 numbers wrap around


def assign(X, centroids):
    return sum((x[:, None] - c) ** 2 for x, c in zip(X.T, centroids.T)).argmin(axis=1)
