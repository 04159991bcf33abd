# expect: You divide by the sum of the weights, and this is right.
def weighted_update(X, labels, centroids, sample_weight):
    new = centroids.copy()
    for group in range(len(centroids)):
        members = labels == group
        if members.any():
            new[group] = X[members].sum(axis=0) / sample_weight[members].sum()
    return new
