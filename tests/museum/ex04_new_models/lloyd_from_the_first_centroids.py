# expect: from the centroids of the *start*
from ex03_nearest_model import assign


def lloyd(X, centroids, max_iter=300, tol=0.0):
    labels = assign(X, centroids)
    history = [(centroids, labels)]
    for _ in range(max_iter):
        new = update(X, relocate_empty(X, labels, centroids), centroids)
        new_labels = assign(X, new)
        history.append((new, new_labels))
        if (new_labels == labels).all() or ((new - centroids) ** 2).sum() <= tol:
            break
        labels = new_labels
    return history
