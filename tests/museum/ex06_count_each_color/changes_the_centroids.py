# expect: changed its argument centroids in place
import numpy as np


def weighted_update(X, labels, centroids, sample_weight):
    for group in range(len(centroids)):
        members = labels == group
        if members.any():
            centroids[group] = np.average(X[members], axis=0, weights=sample_weight[members])
    return centroids
