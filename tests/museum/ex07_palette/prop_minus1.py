# expect: Leave out the 1 in `len(labels) - 1`.
import numpy as np


def proportions(labels, k):
    return np.bincount(labels, minlength=k) / (len(labels) - 1)
