# expect: This multiplies all numbers.


def squared_distances(X, centroids):
    d = X[:, None].astype(float) - centroids
    return (d**2).prod(axis=2)
