# expect: wraps around
import numpy as np


def same_grouping(labels, other):
    codes = labels * (other.max() + 1) + other
    return len(np.unique(codes)) == len(np.unique(labels)) == len(np.unique(other))
