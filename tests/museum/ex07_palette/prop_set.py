# expect: Divide by the number of labels, len(labels), not by the number of groups.
import numpy as np


def proportions(labels, k):
    n = len(set(labels.tolist()))
    return np.bincount(labels, minlength=k) / n
