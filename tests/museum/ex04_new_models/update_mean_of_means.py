# expect: The centroids move only half of the way:


def update(X, labels, centroids):
    new = centroids.astype(float)
    for g in range(len(centroids)):
        if (labels == g).any():
            new[g] = (new[g] + X[labels == g].mean(axis=0)) / 2
    return new
