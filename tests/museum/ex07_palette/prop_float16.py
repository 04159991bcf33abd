# expect: The result is of type float16, which keeps about 3 digits.
import numpy as np


def proportions(labels, k):
    return (np.bincount(labels, minlength=k) / len(labels)).astype(np.float16)
