# expect: The shares are sorted by size, so you no longer know which share belongs to which group.
import numpy as np


def proportions(labels, k):
    return np.array(sorted([np.mean(labels == g) for g in range(k)], reverse=True))
