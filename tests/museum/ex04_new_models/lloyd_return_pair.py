# expect: lloyd should return a list of pairs (centroids, labels), the first for the start.


def lloyd(X, centroids, max_iter=300, tol=0.0):
    labels = assign(X, centroids)
    for i in range(max_iter):
        new = update(X, relocate_empty(X, labels, centroids), centroids)
        new_labels = assign(X, new)
        if (new_labels == labels).all() or ((new - centroids) ** 2).sum() <= tol:
            return new, new_labels
        centroids, labels = new, new_labels
    return centroids, labels
