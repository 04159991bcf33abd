# expect: The shares are sorted by size, so one can no longer tell whose they are.
import numpy as np


def proportions(labels, k):
    return np.array(sorted([np.mean(labels == g) for g in range(k)], reverse=True))
