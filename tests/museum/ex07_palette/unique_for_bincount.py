# expect: an empty group is lost
import numpy as np


def proportions(labels, k):
    _, counts = np.unique(labels, return_counts=True)
    return counts / counts.sum()
