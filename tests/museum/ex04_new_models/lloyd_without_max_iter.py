# expect: Your loop ignores max_iter.


def lloyd(X, centroids, max_iter=300, tol=0.0):
    labels = assign(X, centroids)
    history = [(centroids, labels)]
    for _ in range(300):
        before, labels_before = centroids, labels
        centroids = update(X, relocate_empty(X, labels, centroids), centroids)
        labels = assign(X, centroids)
        history.append((centroids, labels))
        if (labels == labels_before).all() or ((centroids - before) ** 2).sum() <= tol:
            break
    return history
