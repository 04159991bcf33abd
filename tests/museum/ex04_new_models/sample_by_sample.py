# remark: Go through the k groups
import numpy as np


def update(X, labels, centroids):
    sums, counts = np.zeros(centroids.shape), np.zeros(len(centroids))
    for x, label in zip(X, labels):
        sums[label] += x
        counts[label] += 1
    return np.where(counts[:, None] > 0, sums / np.maximum(counts, 1)[:, None], centroids)
