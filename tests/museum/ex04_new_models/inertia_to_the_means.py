# expect: to the means of the groups
import numpy as np


def inertia(X, labels, centroids):
    t = 0.0
    for i in np.unique(labels):
        g = X[labels == i].astype(float)
        t += ((g - g.mean(axis=0)) ** 2).sum()
    return t
