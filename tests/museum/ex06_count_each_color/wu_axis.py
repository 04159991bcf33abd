# expect: All features of a group have the same number.
import numpy as np


def weighted_update(X, labels, centroids, sample_weight):
    new = centroids.astype(float)
    for g in range(len(centroids)):
        m = labels == g
        if m.any():
            new[g] = np.average(X[m], axis=None, weights=np.repeat(sample_weight[m, None], X.shape[1], axis=1))
    return new
