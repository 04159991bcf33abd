# expect: An empty group has no mean
import numpy as np


def weighted_update(X, labels, centroids, sample_weight):
    new = []
    for group in range(len(centroids)):
        members = labels == group
        new.append((X[members] * sample_weight[members, None]).sum(axis=0) / sample_weight[members].sum())
    return np.array(new)
