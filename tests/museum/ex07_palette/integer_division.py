# expect: drops the digits
import numpy as np


def proportions(labels, k):
    return np.bincount(labels, minlength=k) // len(labels)
