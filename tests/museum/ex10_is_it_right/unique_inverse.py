# expect: np.unique numbers the groups in the order of their old numbers, so the old numbers still matter.
import numpy as np


def same_grouping(labels, other):
    return np.array_equal(np.unique(labels, return_inverse=True)[1], np.unique(other, return_inverse=True)[1])
