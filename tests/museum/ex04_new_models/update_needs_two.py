# expect: `>` in this line should be `>=`:


def update(X, labels, centroids):
    new = centroids.astype(float)
    for g in range(len(centroids)):
        if (labels == g).sum() > 1:
            new[g] = X[labels == g].mean(axis=0)
    return new
