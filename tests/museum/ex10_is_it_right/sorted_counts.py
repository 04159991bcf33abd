# expect: The sizes of the groups are compared.
import numpy as np


def same_grouping(labels, other):
    return sorted(np.bincount(labels).tolist()) == sorted(np.bincount(other).tolist())
