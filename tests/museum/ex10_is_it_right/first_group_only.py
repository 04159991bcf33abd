# expect: Only the group of the first sample
import numpy as np


def same_grouping(labels, other):
    return np.array_equal(labels == labels[0], other == other[0])
