# expect: measure the distances again


def relocate_empty(X, labels, centroids):
    new = labels.copy()
    for i in range(len(centroids)):
        if i not in new:
            d = ((X.astype(float) - centroids[new]) ** 2).sum(axis=1)
            new[d.argmax()] = i
    return new
