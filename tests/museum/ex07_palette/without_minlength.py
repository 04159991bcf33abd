# expect: minlength=k
import numpy as np


def proportions(labels, k):
    return np.bincount(labels) / len(labels)
