# remark: goes through the pixels one by one
import numpy as np


def assign(X, centroids):
    labels = np.zeros(len(X), dtype=int)
    for i, x in enumerate(X):
        labels[i] = ((x - centroids * 1.0) ** 2).sum(axis=1).argmin()
    return labels
