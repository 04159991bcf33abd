"""Exercise 9, for lesson 9: where k-means fails.

The silhouette says how well the samples are placed in their groups; it helps to choose k.
Mark it with `python lessons/check.py ex09`.
"""

import numpy as np


def silhouette(X, labels):
    """Find the mean silhouette of all samples: one number from -1 to 1.

    X is (n, d), all different samples; labels is (n,), at least two different ones. With a, the mean distance of a
    sample to the *others* of its group, and b, its mean distance to the samples of the nearest other group, its
    silhouette is (b - a) / max(a, b). Nearest is the group with the least mean distance. Distances are not squared.
    The silhouette of a sample that is alone in its group is 0.

    >>> float(round(silhouette(np.array([[1.0], [2.0], [9.0], [10.0]]), np.array([0, 0, 1, 1])), 3))
    0.875
    >>> float(round(silhouette(np.array([[1.0], [2.0], [9.0]]), np.array([0, 0, 1])), 3))
    0.577
    """
    raise NotImplementedError
