# expect: argmax


def assign(X, centroids):
    return squared_distances(X, centroids).argmax(axis=1)
