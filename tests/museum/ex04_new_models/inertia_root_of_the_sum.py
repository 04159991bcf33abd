# expect: root of the sum
import numpy as np


def inertia(X, labels, centroids):
    return np.sqrt(((X - centroids[labels] * 1.0) ** 2).sum())
