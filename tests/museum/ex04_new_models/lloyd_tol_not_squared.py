# expect: You add up the moves without squaring them.


def lloyd(X, centroids, max_iter=300, tol=0.0):
    labels = assign(X, centroids)
    history = [(centroids, labels)]
    for _ in range(max_iter):
        before, labels_before = centroids, labels
        centroids = update(X, relocate_empty(X, labels, centroids), centroids)
        labels = assign(X, centroids)
        history.append((centroids, labels))
        if (labels == labels_before).all() or abs(centroids - before).sum() <= tol:
            break
    return history
