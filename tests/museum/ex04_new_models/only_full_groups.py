# expect: np.unique
import numpy as np


def update(X, labels, centroids):
    return np.array([X[labels == group].mean(axis=0) for group in np.unique(labels)])
