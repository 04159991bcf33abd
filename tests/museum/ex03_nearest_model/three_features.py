# expect: Did you write 3 into your code?


def squared_distances(X, centroids):
    X, centroids = X.astype(float), centroids.astype(float)
    return sum((X[:, None, j] - centroids[:, j]) ** 2 for j in range(min(3, X.shape[1])))
