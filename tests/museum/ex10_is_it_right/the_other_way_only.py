# expect: Groups that were cut in two go unnoticed
import numpy as np


def same_grouping(labels, other):
    return all(len(np.unique(labels[other == group])) == 1 for group in np.unique(other))
