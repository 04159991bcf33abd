# expect: These are rounded percentages.
import numpy as np


def proportions(labels, k):
    return np.round(100 * np.bincount(labels, minlength=k) / len(labels), 1)
