# expect: You average each sample with the mean so far, so the last samples count most.


def update(X, labels, centroids):
    new = centroids.astype(float)
    for g in range(len(centroids)):
        m = X[labels == g].astype(float)
        if len(m):
            mean = m[0]
            for row in m[1:]:
                mean = (mean + row) / 2
            new[g] = mean
    return new
