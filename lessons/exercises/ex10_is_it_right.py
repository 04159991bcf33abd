"""Exercise 10, for lesson 10: is it right?

Compare two runs of k-means. The numbers of the groups do not matter. It only matters which samples are together.
Mark it with `python lessons/check.py ex10`.
"""

import numpy as np


def same_grouping(labels, other):
    """Tell whether two labelings make the same groups, whatever the numbers of the groups: True or False.

    labels and other are (n,), whole numbers from 0 on; some numbers may be left out. The groups are the same if any
    two samples that are together in labels are together in other, and any two that are apart in labels are apart in
    other.

    >>> bool(same_grouping(np.array([0, 0, 1, 2]), np.array([2, 2, 0, 1])))
    True
    >>> bool(same_grouping(np.array([0, 0, 1, 2]), np.array([0, 0, 1, 1])))
    False
    """
    raise NotImplementedError
