# expect: This is the sample with the largest weight in each group.


def weighted_update(X, labels, centroids, sample_weight):
    new = centroids.astype(float)
    for g in range(len(centroids)):
        m = labels == g
        if m.any():
            new[g] = X[m][sample_weight[m].argmax()]
    return new
