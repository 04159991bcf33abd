# expect: Leave out this step:
import numpy as np


def weighted_update(X, labels, centroids, sample_weight):
    new = centroids.astype(float)
    w = np.sqrt(sample_weight)
    for g in range(len(centroids)):
        m = labels == g
        if m.any():
            new[g] = np.average(X[m], axis=0, weights=w[m])
    return new
