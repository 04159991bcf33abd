# expect: Here one group of `labels` is two groups in `other`, and your code does not notice this.
import numpy as np


def same_grouping(labels, other):
    return all(len(np.unique(labels[other == group])) == 1 for group in np.unique(other))
