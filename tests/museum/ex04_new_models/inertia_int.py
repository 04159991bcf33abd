# expect: The digits after the point are lost before you compute.


def inertia(X, labels, centroids):
    return ((X.astype(int) - centroids.astype(int)[labels]) ** 2).sum()
