# expect: needs the edges of its bins
import numpy as np


def proportions(labels, k):
    counts, _ = np.histogram(labels, bins=k)
    return counts / counts.sum()
