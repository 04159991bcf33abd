"""Exercise 6, for lesson 6: count each colour once.

Find the distinct colours of some pixels, and how often each occurs. Then move the models with these counts as
weights. Mark it with `python lessons/check.py ex06`.
"""

import numpy as np


def count_colors(pixels):
    """Count how often each colour occurs. Sort the colours by red, then by green, then by blue.

    pixels is (n, 3) uint8. Returns two arrays: colors (m, 3) uint8, the m distinct colours; and counts (m,), whole
    numbers: how many pixels have this colour.

    >>> colors, counts = count_colors(np.array([[9, 0, 0], [0, 0, 7], [9, 0, 0]], dtype=np.uint8))
    >>> colors
    array([[0, 0, 7],
           [9, 0, 0]], dtype=uint8)
    >>> counts
    array([1, 2])
    """
    raise NotImplementedError


def weighted_update(X, labels, centroids, sample_weight):
    """Move each centroid to the weighted mean of its group: a sample of weight 3 counts like three equal samples.

    X is (n, d), labels (n,), centroids (k, d); sample_weight is (n,), each 1 or more. X and centroids may be uint8,
    other whole numbers, or fractions. Returns the new centroids (k, d), floats. The centroid of an empty group stays
    where it is.

    >>> X, labels = np.array([[10.0], [50.0], [200.0]]), np.array([0, 0, 1])
    >>> weighted_update(X, labels, np.array([[0.0], [255.0], [7.0]]), np.array([3, 1, 2]))
    array([[ 20.],
           [200.],
           [  7.]])
    """
    raise NotImplementedError
