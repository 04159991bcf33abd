# expect: Your loop runs for max_iter - 1 iterations.


def lloyd(X, centroids, max_iter=300, tol=0.0):
    labels = assign(X, centroids)
    history = [(centroids, labels)]
    iteration = 1
    while iteration < max_iter:
        new = update(X, relocate_empty(X, labels, centroids), centroids)
        new_labels = assign(X, new)
        history.append((new, new_labels))
        iteration += 1
        if (new_labels == labels).all() or ((new - centroids) ** 2).sum() <= tol:
            break
        centroids, labels = new, new_labels
    return history
