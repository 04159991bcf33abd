# expect: Divide by the sum of the weights
def weighted_update(X, labels, centroids, sample_weight):
    new = centroids.copy()
    for group in range(len(centroids)):
        members = labels == group
        if members.any():
            new[group] = (X[members] * sample_weight[members, None]).mean(axis=0)
    return new
