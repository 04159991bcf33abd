# expect: np.unique(labels) does not find it
import numpy as np


def weighted_update(X, labels, centroids, sample_weight):
    new = []
    for group in np.unique(labels):
        members = labels == group
        new.append(np.average(X[members], axis=0, weights=sample_weight[members]))
    return np.array(new)
