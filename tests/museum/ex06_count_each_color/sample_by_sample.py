# remark: Go through the k groups
import numpy as np


def weighted_update(X, labels, centroids, sample_weight):
    sums, weights = np.zeros(centroids.shape), np.zeros(len(centroids))
    for sample, label, weight in zip(X, labels, sample_weight):
        sums[label] += sample * float(weight)
        weights[label] += weight
    return np.array([s / w if w else old for s, w, old in zip(sums, weights, centroids)])
