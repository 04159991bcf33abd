# expect: changed its argument centroids in place


def update(X, labels, centroids):
    new = centroids
    for group in range(len(centroids)):
        members = X[labels == group]
        if len(members):
            new[group] = members.mean(axis=0)
    return new
