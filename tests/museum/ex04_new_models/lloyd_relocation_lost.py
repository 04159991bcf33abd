# expect: An empty group stays empty.


def lloyd(X, centroids, max_iter=300, tol=0.0):
    labels = assign(X, centroids)
    history = [(centroids, labels)]
    for _ in range(max_iter):
        before, labels_before = centroids, labels
        relocate_empty(X, labels, centroids)  # what it returns is lost
        centroids = update(X, labels, centroids)
        labels = assign(X, centroids)
        history.append((centroids, labels))
        if (labels == labels_before).all() or ((centroids - before) ** 2).sum() <= tol:
            break
    return history
