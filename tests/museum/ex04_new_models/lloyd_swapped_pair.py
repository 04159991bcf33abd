# expect: The two parts of each pair are exchanged:


def lloyd(X, centroids, max_iter=300, tol=0.0):
    labels = assign(X, centroids)
    history = [(labels, centroids)]
    for i in range(max_iter):
        new = update(X, relocate_empty(X, labels, centroids), centroids)
        new_labels = assign(X, new)
        history.append((new_labels, new))
        if (new_labels == labels).all() or ((new - centroids) ** 2).sum() <= tol:
            break
        centroids, labels = new, new_labels
    return history
