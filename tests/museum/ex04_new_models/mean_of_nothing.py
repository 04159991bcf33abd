# expect: nan


def update(X, labels, centroids):
    new = centroids.astype(float)
    for group in range(len(centroids)):
        members = X[labels == group]
        new[group] = members.mean(axis=0)
    return new
