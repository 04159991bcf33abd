# expect: list of pairs


def lloyd(X, centroids, max_iter=300, tol=0.0):
    for _ in range(max_iter):
        labels = assign(X, centroids)
        centroids = update(X, labels, centroids)
    return centroids, labels
