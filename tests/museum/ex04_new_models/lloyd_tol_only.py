# expect: Two mistakes. First: Your loop runs one iteration too long.
import numpy as np


def lloyd(X, centroids, max_iter=300, tol=0.0):
    labels = assign(X, centroids)
    history = [(centroids, labels)]
    shift = np.inf
    while shift > tol and len(history) < max_iter:
        new = update(X, relocate_empty(X, labels, centroids), centroids)
        labels = assign(X, new)
        history.append((new, labels))
        shift = ((new - centroids) ** 2).sum()
        centroids = new
    return history
