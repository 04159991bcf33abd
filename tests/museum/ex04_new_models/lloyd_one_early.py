# expect: Your loop stops one iteration too early.


def lloyd(X, centroids, max_iter=300, tol=0.0):
    labels = assign(X, centroids)
    history = [(centroids, labels)]
    for _ in range(max_iter):
        before, labels_before = centroids, labels
        centroids = update(X, relocate_empty(X, labels, centroids), centroids)
        labels = assign(X, centroids)
        if (labels == labels_before).all() or ((centroids - before) ** 2).sum() <= tol:
            break
        history.append((centroids, labels))
    return history
