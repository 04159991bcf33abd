# expect: This is the middle between the smallest and the largest number.


def update(X, labels, centroids):
    new = centroids.astype(float)
    for g in range(len(centroids)):
        m = X[labels == g].astype(float)
        if len(m):
            new[g] = (m.min(axis=0) + m.max(axis=0)) / 2
    return new
