# expect: You compare the sizes of the groups.
import numpy as np


def same_grouping(labels, other):
    return sorted(np.bincount(labels).tolist()) == sorted(np.bincount(other).tolist())
