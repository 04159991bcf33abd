# expect: not by the number of groups
import numpy as np


def proportions(labels, k):
    return np.bincount(labels, minlength=k) / k
