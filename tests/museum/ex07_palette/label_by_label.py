# remark: counts all labels of all groups at once
import numpy as np


def proportions(labels, k):
    counts = np.zeros(k)
    for label in labels:
        counts[label] += 1
    return counts / len(labels)
