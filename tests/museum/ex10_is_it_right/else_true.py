# expect: Your code is satisfied with one group that fits.
import numpy as np


def same_grouping(labels, other):
    for g in np.unique(labels):
        if len(np.unique(other[labels == g])) == 1:
            return True
    return False
