# expect: how often each number occurs
import numpy as np


def same_grouping(labels, other):
    return np.array_equal(np.sort(labels), np.sort(other))
