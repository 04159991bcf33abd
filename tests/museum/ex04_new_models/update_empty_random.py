# expect: An empty group got a sample.


def update(X, labels, centroids):
    new = centroids.astype(float)
    for g in range(len(centroids)):
        m = X[labels == g]
        new[g] = m.mean(axis=0) if len(m) else X[0]
    return new
