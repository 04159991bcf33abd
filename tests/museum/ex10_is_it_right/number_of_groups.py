# expect: The numbers of groups are compared
import numpy as np


def same_grouping(labels, other):
    return len(np.unique(labels)) == len(np.unique(other))
