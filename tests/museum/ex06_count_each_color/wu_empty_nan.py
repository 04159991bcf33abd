# expect: An empty group has no mean:
import numpy as np


def weighted_update(X, labels, centroids, sample_weight):
    new = np.zeros(centroids.shape)
    for g in range(len(centroids)):
        m = labels == g
        new[g] = (X[m] * sample_weight[m][:, None]).sum(axis=0) / sample_weight[m].sum()
    return new
