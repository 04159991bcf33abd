# expect: The number of groups is k
import numpy as np


def proportions(labels, k):
    counts, _ = np.histogram(labels, bins=np.arange(0, len(np.unique(labels)) + 1))
    return counts / len(labels)
