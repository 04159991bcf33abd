"""Exercise 3, for lesson 3: which model is nearest?

Measure the distance of every sample to every centroid, then give each sample the number of the nearest.
Mark it with `python lessons/check.py ex03`.
"""

import numpy as np


def squared_distances(X, centroids):
    """Measure the squared distance of every sample to every centroid. You need no root to find the nearest.

    X is (n, d), n samples of d features; centroids is (k, d). Both may be uint8, as pixels are, or fractions.
    Returns (n, k): row i, column j is the squared distance of sample i to centroid j.

    >>> squared_distances(np.array([[0.0, 0.0], [3.0, 4.0]]), np.array([[0.0, 0.0], [3.0, 0.0]]))
    array([[ 0.,  9.],
           [25., 16.]])
    """
    raise NotImplementedError


def assign(X, centroids):
    """Give each sample the number of its nearest centroid; if two are equally near, the lower number.

    X is (n, d), centroids is (k, d). Returns the labels (n,), whole numbers from 0 to k - 1.

    >>> assign(np.array([[1.0], [2.0], [9.0]]), np.array([[0.0], [10.0]]))
    array([0, 0, 1])
    """
    raise NotImplementedError
