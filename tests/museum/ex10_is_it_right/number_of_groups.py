# expect: You compare the numbers of groups.
import numpy as np


def same_grouping(labels, other):
    return len(np.unique(labels)) == len(np.unique(other))
