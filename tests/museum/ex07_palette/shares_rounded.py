# expect: rounded shares may not sum to 1
import numpy as np


def proportions(labels, k):
    return np.round(np.bincount(labels, minlength=k) / len(labels), 2)
