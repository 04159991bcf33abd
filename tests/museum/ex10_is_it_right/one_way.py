# expect: Here two groups of `labels` are one group in `other`, and your code does not notice this.
import numpy as np


def same_grouping(labels, other):
    return all(len(np.unique(other[labels == group])) == 1 for group in np.unique(labels))
