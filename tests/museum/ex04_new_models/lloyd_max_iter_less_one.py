# expect: Your loop runs for max_iter - 1 iterations.


def lloyd(X, centroids, max_iter=300, tol=0.0):
    labels = assign(X, centroids)
    history = [(centroids, labels)]
    for _ in range(max_iter - 1):
        before, labels_before = centroids, labels
        centroids = update(X, relocate_empty(X, labels, centroids), centroids)
        labels = assign(X, centroids)
        history.append((centroids, labels))
        if (labels == labels_before).all() or ((centroids - before) ** 2).sum() <= tol:
            break
    return history
