# expect: Your loop runs for max_iter - 1 iterations.


def lloyd(X, centroids, max_iter=300, tol=0.0):
    history, before = [], None
    for _ in range(max_iter):
        labels = assign(X, centroids)
        history.append((centroids, labels))
        if len(history) > 1:
            moves = centroids - before
            if (labels == history[-2][1]).all() or (moves**2).sum() <= tol:
                break
        before = centroids
        centroids = update(X, relocate_empty(X, labels, centroids), centroids)
    return history
