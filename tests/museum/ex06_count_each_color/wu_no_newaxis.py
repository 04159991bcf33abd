# expect: `sample_weight[m]` needs a second axis here, so that each row gets its own number:


def weighted_update(X, labels, centroids, sample_weight):
    new = centroids.astype(float)
    for g in range(len(centroids)):
        m = labels == g
        if m.any():
            new[g] = (X[m] * sample_weight[m]).sum(axis=0) / sample_weight[m].sum()
    return new
