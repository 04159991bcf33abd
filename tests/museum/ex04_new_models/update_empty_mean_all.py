# expect: An empty group got the mean of all samples.


def update(X, labels, centroids):
    new = centroids.astype(float)
    for g in range(len(centroids)):
        m = X[labels == g]
        new[g] = m.mean(axis=0) if len(m) else X.mean(axis=0)
    return new
