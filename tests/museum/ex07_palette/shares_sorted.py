# expect: Keep the order of the groups
import numpy as np


def proportions(labels, k):
    return np.sort(np.bincount(labels, minlength=k) / len(labels))[::-1]
