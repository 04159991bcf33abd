# expect: has become 0
import numpy as np


def weighted_update(X, labels, centroids, sample_weight):
    new = np.zeros(centroids.shape)
    for group in range(len(centroids)):
        members = labels == group
        if members.any():
            new[group] = np.average(X[members], axis=0, weights=sample_weight[members])
    return new
