# expect: //


def update(X, labels, centroids):
    new = centroids.astype(float)
    for group in range(len(centroids)):
        members = X[labels == group]
        if len(members):
            new[group] = members.sum(axis=0) // len(members)
    return new
