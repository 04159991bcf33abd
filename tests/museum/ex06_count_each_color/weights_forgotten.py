# expect: the weights are forgotten
def weighted_update(X, labels, centroids, sample_weight):
    new = centroids.copy()
    for group in range(len(centroids)):
        if (labels == group).any():
            new[group] = X[labels == group].mean(axis=0)
    return new
