# expect: The arguments may be bytes or other whole numbers.
import numpy as np


def weighted_update(X, labels, centroids, sample_weight):
    new = centroids.astype(float)
    for g in range(len(centroids)):
        m = labels == g
        if m.any():
            new[g] = (X[m] * sample_weight[m, None].astype(np.uint8)).sum(axis=0) / sample_weight[m].sum()
    return new
