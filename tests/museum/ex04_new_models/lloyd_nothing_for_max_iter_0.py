# expect: With max_iter=0 the list should hold the first pair:


def lloyd(X, centroids, max_iter=300, tol=0.0):
    history = []
    labels = assign(X, centroids)
    for _ in range(max_iter):
        if not history:
            history.append((centroids, labels))
        before, labels_before = centroids, labels
        centroids = update(X, relocate_empty(X, labels, centroids), centroids)
        labels = assign(X, centroids)
        history.append((centroids, labels))
        if (labels == labels_before).all() or ((centroids - before) ** 2).sum() <= tol:
            break
    return history
