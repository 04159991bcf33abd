# expect: The last group is left out:
import numpy as np


def proportions(labels, k):
    out = np.zeros(k)
    for g in range(k - 1):
        out[g] = np.mean(labels == g)
    return out
