# expect: This line and the next are in the wrong order.


def lloyd(X, centroids, max_iter=300, tol=0.0):
    labels = assign(X, centroids)
    history = [(centroids, labels)]
    for i in range(max_iter):
        new = update(X, relocate_empty(X, labels, centroids), centroids)
        new_labels = assign(X, new)
        if (new_labels == labels).all():
            break
        history.append((new, new_labels))
        if ((new - centroids) ** 2).sum() <= tol:
            break
        centroids, labels = new, new_labels
    return history
