"""Exercise 4, for lesson 4: new models, and the loop.

Move the models to the means of their groups, measure how good the groups are, help empty groups, and put it all in
the loop that is k-means. It uses your `assign` of exercise 3. Mark it with `python lessons/check.py ex04`.
"""

import numpy as np
from ex03_nearest_model import assign


def update(X, labels, centroids):
    """Move each centroid to the mean of its group; the centroid of an empty group stays where it is.

    X is (n, d), labels (n,), centroids (k, d). X and centroids may be uint8, as pixels are, or other whole numbers.
    Returns the new centroids (k, d), floats.

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
    """Give each empty group a sample: the first of them the sample farthest from its centroid, the next the second.

    Only the groups count that are empty at the start; a group that is emptied by this stays empty. How far a sample
    is from the centroid of its own group is measured once, at the start too.

    X is (n, d), labels (n,), centroids (k, d); X may be uint8, as pixels are. Returns labels (n,), changed where a
    sample has changed its group. The array of labels that was given stays as it is.

    >>> relocate_empty(np.array([[1.0], [2.0], [9.0]]), np.array([0, 0, 0]), np.array([[2.0], [99.0]]))
    array([0, 0, 1])
    >>> relocate_empty(np.array([[1.0], [2.0], [9.0]]), np.array([0, 0, 2]), np.array([[2.0], [99.0], [5.0]]))
    array([0, 0, 1])
    """
    raise NotImplementedError


def lloyd(X, centroids, max_iter=300, tol=0.0):
    """Run k-means, and keep every moment of it.

    X is (n, d), and may be uint8; centroids (k, d). Returns a list of pairs (centroids, labels), in which the labels
    are always those of these very centroids. The first pair is the centroids that were given and their labels; with
    max_iter=0 it is the only one. Then comes one pair for each iteration: `relocate_empty` the labels of the pair
    before, `update` with that, and `assign` anew. The last iteration is in the list too. It is the first of these:

    - one whose labels are all equal to the labels of the pair before (not to those that `relocate_empty` has made);
    - one in which the centroids moved by so little that the sum of their squared moves, over all groups and features,
      is at most tol;
    - number max_iter.

    >>> history = lloyd(np.array([[1.0], [2.0], [9.0], [11.0]]), np.array([[1.0], [2.0]]))
    >>> for centroids, labels in history:
    ...     print(centroids.ravel().round(2), labels)
    [1. 2.] [0 1 1 1]
    [1.   7.33] [0 0 1 1]
    [ 1.5 10. ] [0 0 1 1]
    """
    raise NotImplementedError
