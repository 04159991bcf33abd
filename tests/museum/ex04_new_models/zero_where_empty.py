# expect: has become 0
import numpy as np


def update(X, labels, centroids):
    new = np.zeros(centroids.shape)
    for group in range(len(centroids)):
        members = X[labels == group]
        if len(members):
            new[group] = members.mean(axis=0)
    return new
