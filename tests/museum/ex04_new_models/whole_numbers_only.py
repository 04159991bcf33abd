# expect: digits after the point are lost


def update(X, labels, centroids):
    new = centroids.copy()
    for group in range(len(centroids)):
        members = X[labels == group]
        if len(members):
            new[group] = members.mean(axis=0)
    return new
