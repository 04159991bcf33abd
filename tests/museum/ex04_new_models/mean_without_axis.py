# expect: Use axis=0


def update(X, labels, centroids):
    new = centroids.astype(float)
    for group in range(len(centroids)):
        members = X[labels == group]
        if len(members):
            new[group] = members.mean()
    return new
