"""Exercise 1, for lesson 1: sort the rocks once.

One round of sorting rocks by a single number, their size: put each rock beside the model with the nearest size. Then
the mean size of each pile is the new model. Mark it with `python lessons/check.py ex01`.
"""

import numpy as np


def sort_once(sizes, models):
    """Sort rocks into piles, and find the new models.

    sizes is (n,), the sizes of n rocks; models is (k,), the sizes of k models. Returns two arrays, labels and
    new_models. labels (n,) are whole numbers: for each rock the number of the nearest model, from 0 to k - 1. If two
    models are equally near, take the lower number. new_models (k,) are floats: the mean size of each pile. If a pile
    is empty, its model stays. Sizes and models may be whole numbers or fractions; the means are always floats.

    >>> labels, new_models = sort_once(np.array([1.0, 2.0, 9.0]), np.array([0.0, 10.0]))
    >>> labels
    array([0, 0, 1])
    >>> new_models
    array([1.5, 9. ])
    >>> sort_once(np.array([1, 2, 9]), np.array([0, 10]))[1]  # whole numbers
    array([1.5, 9. ])
    >>> sort_once(np.array([1.0, 2.0, 9.0]), np.array([0.0, 10.0, 50.0]))[1]  # no rock is near 50
    array([ 1.5,  9. , 50. ])
    """
    raise NotImplementedError
