# expect: The labels in a pair belong to the centroids *before*.
import numpy as np


def lloyd(X, centroids, max_iter=300, tol=0.0):
    labels = assign(X, centroids)
    history = [(centroids, labels)]
    for i in range(max_iter):
        own = relocate_empty(X, labels, centroids)
        new = update(X, own, centroids)
        new_labels = relocate_empty(X, assign(X, new), new)
        history.append((new, new_labels))
        if np.array_equal(new_labels, labels) or ((new - centroids) ** 2).sum() <= tol:
            break
        centroids, labels = new, new_labels
    return history
