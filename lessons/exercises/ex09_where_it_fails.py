"""Exercise 9, for lesson 9: where k-means fails.

The silhouette says how well the samples are placed in their groups; it helps to choose k.
Mark it with `python lessons/check.py ex09`.
"""

import numpy as np


def silhouette(X, labels):
    """Find the mean silhouette of all samples: one number from -1 to 1.

    X is (n, d), all different samples; labels is (n,), at least two different ones. For each sample, a is its mean
    distance to the *other* samples of its group. b is its mean distance to the samples of another group: the group
    for which this mean is smallest. Its silhouette is (b - a) / max(a, b). Distances are not squared. If a sample is
    alone in its group, its silhouette is 0.

    >>> float(round(silhouette(np.array([[1.0], [2.0], [9.0], [10.0]]), np.array([0, 0, 1, 1])), 3))
    0.875
    >>> float(round(silhouette(np.array([[1.0], [2.0], [9.0]]), np.array([0, 0, 1])), 3))
    0.577
    """
    raise NotImplementedError
