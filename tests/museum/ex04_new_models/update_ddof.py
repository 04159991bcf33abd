# expect: Leave out the 1 in `len(m) - 1`.


def update(X, labels, centroids):
    new = centroids.astype(float)
    for g in range(len(centroids)):
        m = X[labels == g]
        if len(m) > 1:
            new[g] = m.sum(axis=0) / (len(m) - 1)
        elif len(m):
            new[g] = m[0]
    return new
