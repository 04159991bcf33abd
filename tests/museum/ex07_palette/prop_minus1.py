# expect: `len(labels) - 1` is one off in this line:
import numpy as np


def proportions(labels, k):
    return np.bincount(labels, minlength=k) / (len(labels) - 1)
