# expect: The arguments may be bytes or other whole numbers.


def update(X, labels, centroids):
    new = centroids.astype(float)
    for g in range(len(centroids)):
        m = X[labels == g]
        if len(m):
            s = m[0]
            for row in m[1:]:
                s = s + row
            new[g] = s / len(m)
    return new
