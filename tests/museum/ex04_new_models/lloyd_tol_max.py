# expect: The sum of the *squared* moves is compared with tol:
import numpy as np


def lloyd(X, centroids, max_iter=300, tol=0.0):
    labels = assign(X, centroids)
    history = [(centroids, labels)]
    for i in range(max_iter):
        new = update(X, relocate_empty(X, labels, centroids), centroids)
        new_labels = assign(X, new)
        history.append((new, new_labels))
        if (new_labels == labels).all() or np.allclose(new, centroids, atol=tol):
            break
        centroids, labels = new, new_labels
    return history
