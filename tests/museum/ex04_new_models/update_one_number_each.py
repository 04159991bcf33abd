# expect: mean or a sum mix
import numpy as np


def update(X, labels, centroids):
    return np.array([X[labels == i].mean() for i in range(len(centroids))])
