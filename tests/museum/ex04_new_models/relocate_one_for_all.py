# expect: second farthest
import numpy as np


def relocate_empty(X, labels, centroids):
    empty = np.flatnonzero(np.bincount(labels, minlength=len(centroids)) == 0)
    distances = ((X - centroids[labels] * 1.0) ** 2).sum(axis=1)
    order = [distances.argmax()] * len(X)
    labels = labels.copy()
    for group, sample in zip(empty, order):
        labels[sample] = group
    return labels
