# expect: You add up the distances.
import numpy as np


def inertia(X, labels, centroids):
    return np.linalg.norm(X - centroids[labels] * 1.0, axis=1).sum()
