# expect: The result is a Python list, not an array.
import numpy as np


def proportions(labels, k):
    return [float(np.mean(labels == g)) for g in range(k)]
