"""Exercise 4, for lesson 4: new models, and the loop.

Move the models to the means of their groups, measure how good the groups are, and fill empty groups. Then put all
this into the loop of k-means. It uses your `assign` of exercise 3. Mark it with `python lessons/check.py ex04`.
"""

import numpy as np
from ex03_nearest_model import assign


def update(X, labels, centroids):
    """Move each centroid to the mean of its group; the centroid of an empty group stays where it is.

    X is (n, d), labels (n,), centroids (k, d). X and centroids may be uint8, as pixels are, other whole numbers, or
    fractions. Returns the new centroids (k, d), floats.

    >>> update(np.array([[1.0], [2.0], [9.0]]), np.array([0, 0, 1]), np.array([[0.0], [10.0], [50.0]]))
    array([[ 1.5],
           [ 9. ],
           [50. ]])
    """
    raise NotImplementedError


def inertia(X, labels, centroids):
    """Add up the squared distances of all samples, each to the centroid of its own group.

    X is (n, d), labels (n,), centroids (k, d). X and centroids may be uint8, as pixels are. Returns one number.

    >>> float(inertia(np.array([[1.0], [2.0], [9.0]]), np.array([0, 0, 1]), np.array([[0.0], [10.0]])))
    6.0
    """
    raise NotImplementedError


def relocate_empty(X, labels, centroids):
    """Give each empty group one sample: the samples that lie farthest from their centroids.

    The empty group with the lowest number gets the farthest sample, the next one the second farthest, and so on.
    Distances are measured once, at the start: from each sample to the centroid of its own group. Only groups that are
    empty at the start get a sample. If a group loses its only sample, it stays empty.

    X is (n, d), labels (n,), centroids (k, d). X and centroids may be uint8, as pixels are. Returns the new labels
    (n,). Do not change the given array of labels.

    >>> relocate_empty(np.array([[1.0], [2.0], [9.0]]), np.array([0, 0, 0]), np.array([[2.0], [99.0]]))
    array([0, 0, 1])
    >>> relocate_empty(np.array([[1.0], [2.0], [9.0]]), np.array([0, 0, 2]), np.array([[2.0], [99.0], [5.0]]))
    array([0, 0, 1])
    """
    raise NotImplementedError


def lloyd(X, centroids, max_iter=300, tol=0.0):
    """Run k-means, and keep the centroids and labels of every iteration.

    X is (n, d), and may be uint8; centroids is (k, d). Returns a list of pairs (centroids, labels): the labels in a
    pair are those of `assign` for the centroids in it. The first pair is the given centroids and their labels.
    Then comes one pair for each iteration: call `relocate_empty` with the labels of the pair before, `update` with
    its result, and `assign` with the new centroids. The loop ends after an iteration has added its pair,

    - if all labels are equal to the labels of the pair before (not to those of `relocate_empty`);
    - or if the centroids moved little: the sum of their squared moves is at most tol (add over all groups and
      features);
    - or after max_iter iterations. With max_iter=0 the first pair is the only one.

    >>> history = lloyd(np.array([[1.0], [2.0], [9.0], [11.0]]), np.array([[1.0], [2.0]]))
    >>> for centroids, labels in history:
    ...     print(centroids.ravel().round(2), labels)
    [1. 2.] [0 1 1 1]
    [1.   7.33] [0 0 1 1]
    [ 1.5 10. ] [0 0 1 1]
    """
    raise NotImplementedError
