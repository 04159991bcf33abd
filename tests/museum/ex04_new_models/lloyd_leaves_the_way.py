# expect: only half of the way


def lloyd(X, centroids, max_iter=300, tol=0.0):
    history = [(centroids, assign(X, centroids))]
    for _ in range(max_iter):
        before, labels = history[-1]
        new = (before + update(X, relocate_empty(X, labels, before), before)) / 2
        history.append((new, assign(X, new)))
        if (history[-1][1] == labels).all() or ((new - before) ** 2).sum() <= tol:
            break
    return history
