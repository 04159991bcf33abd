# expect: Groups that were joined go unnoticed
import numpy as np


def same_grouping(labels, other):
    return all(len(np.unique(other[labels == group])) == 1 for group in np.unique(labels))
