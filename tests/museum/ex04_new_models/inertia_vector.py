# expect: This has a number for each group.
import numpy as np


def inertia(X, labels, centroids):
    return np.array([((X[labels == g].astype(float) - centroids[g]) ** 2).sum() for g in range(len(centroids))])
