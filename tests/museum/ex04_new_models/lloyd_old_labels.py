# expect: The labels in a pair belong to the centroids *before*.


def lloyd(X, centroids, max_iter=300, tol=0.0):
    labels = assign(X, centroids)
    history = [(centroids, labels)]
    for _ in range(max_iter):
        labels = assign(X, centroids)
        new = update(X, relocate_empty(X, labels, centroids), centroids)
        history.append((new, labels))
        if ((new - centroids) ** 2).sum() <= tol:
            break
        centroids = new
    return history
