# expect: These are counts
import numpy as np


def proportions(labels, k):
    return np.bincount(labels, minlength=k)
