# expect: Only the last group counts:


def inertia(X, labels, centroids):
    total = 0
    for g in range(len(centroids)):
        total = ((X[labels == g].astype(float) - centroids[g].astype(float)) ** 2).sum()
    return total
