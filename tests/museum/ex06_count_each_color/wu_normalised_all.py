# expect: Each group is divided by the sum of *all* weights.


def weighted_update(X, labels, centroids, sample_weight):
    w = sample_weight / sample_weight.sum()
    new = centroids.astype(float)
    for g in range(len(centroids)):
        m = labels == g
        if m.any():
            new[g] = (X[m] * w[m, None]).sum(axis=0)
    return new
