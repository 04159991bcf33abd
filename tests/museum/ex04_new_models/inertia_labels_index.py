# expect: Each sample is measured to the first centroid.


def inertia(X, labels, centroids):
    total = 0
    for i in range(len(X)):
        total += ((X[i].astype(float) - centroids[0]) ** 2).sum()
    return total
