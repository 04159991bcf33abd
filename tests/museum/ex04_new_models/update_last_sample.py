# expect: last sample of each group


def update(X, labels, centroids):
    new = centroids.astype(float)
    for i, label in enumerate(labels):
        new[label] = X[i]
    return new
