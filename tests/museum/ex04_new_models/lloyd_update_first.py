# expect: The labels in a pair belong to the centroids *before*.


def lloyd(X, centroids, max_iter=300, tol=0.0):
    labels = assign(X, centroids)
    history = [(centroids, labels)]
    for i in range(max_iter):
        new_labels = assign(X, centroids)
        new = update(X, relocate_empty(X, new_labels, centroids), centroids)
        history.append((new, new_labels))
        if ((new - centroids) ** 2).sum() <= tol:
            break
        centroids = new
    return history
