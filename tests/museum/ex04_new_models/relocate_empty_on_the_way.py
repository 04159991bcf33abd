# expect: A group lost its only sample and then got another one.
import numpy as np


def relocate_empty(X, labels, centroids):
    distances = ((X - centroids[labels] * 1.0) ** 2).sum(axis=1)
    order = list(np.argsort(-distances))
    labels = labels.copy()
    for group in range(len(centroids)):
        if not (labels == group).any():
            labels[order.pop(0)] = group
    return labels
