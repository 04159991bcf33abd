# expect: You compare the sizes of the groups.
import numpy as np


def same_grouping(labels, other):
    _, mine = np.unique(labels, return_counts=True)
    _, its = np.unique(other, return_counts=True)
    return sorted(mine.tolist()) == sorted(its.tolist())
