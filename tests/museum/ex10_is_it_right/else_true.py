# expect: A single group that fits is enough for you.
import numpy as np


def same_grouping(labels, other):
    for g in np.unique(labels):
        if len(np.unique(other[labels == g])) == 1:
            return True
    return False
