# expect: Each centroid got the mean of the next group.


def update(X, labels, centroids):
    new = centroids.astype(float)
    for g in range(1, len(centroids) + 1):
        if (labels == g).any():
            new[g - 1] = X[labels == g].mean(axis=0)
    return new
