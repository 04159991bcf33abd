# expect: changed its argument other in place
import numpy as np


def same_grouping(labels, other):
    for group in np.unique(labels):
        other[other == other[labels == group][0]] = -group - 1
    return (labels == -other - 1).all()
