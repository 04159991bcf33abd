"""Exercise 5, for lesson 5: a good start.

Pick samples as the first centroids: at random, and by k-means++. k-means++ prefers samples far from all earlier
picks. Mark it with `python lessons/check.py ex05`.
"""

import numpy as np


def random_centroids(X, k, rng):
    """Pick k different samples at random, each with the same probability.

    X is (n, d). rng is a generator of random numbers, made by np.random.default_rng(seed). Use only this generator:
    then the same seed gives the same picks. Returns the centroids (k, d), floats.

    >>> random_centroids(np.array([[1.0], [2.0], [9.0]]), 2, np.random.default_rng(0)).shape
    (2, 1)
    """
    raise NotImplementedError


def kmeans_plusplus(X, k, rng):
    """Pick k samples by k-means++, one after the other.

    The first is drawn at random, each sample with the same probability. For each next pick, the probability of a
    sample is proportional to D², its squared distance to the *nearest* earlier pick. Draw once for each pick. X is
    (n, d), with at least k different samples. It may be uint8. Use rng for all draws. Returns the centroids (k, d),
    floats, in the order of the picks.

    >>> picks = kmeans_plusplus(np.array([[1.0], [2.0], [9.0]]), 3, np.random.default_rng(0))
    >>> np.sort(picks, axis=0)
    array([[1.],
           [2.],
           [9.]])
    """
    raise NotImplementedError
