# expect: uint8 numbers go from 0 to 255, and wrap around at the ends:


def assign(X, centroids):
    return sum((x[:, None] - c) ** 2 for x, c in zip(X.T, centroids.T)).argmin(axis=1)
