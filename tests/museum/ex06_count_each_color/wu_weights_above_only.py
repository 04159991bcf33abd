# expect: You multiply by the weights, but then divide by the number of rows.


def weighted_update(X, labels, centroids, sample_weight):
    new = centroids.astype(float)
    for g in range(len(centroids)):
        m = labels == g
        if m.any():
            new[g] = (X[m] * sample_weight[m][:, None]).sum(axis=0) / m.sum()
    return new
