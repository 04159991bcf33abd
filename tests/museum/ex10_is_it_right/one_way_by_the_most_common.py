# expect: Here two groups of `labels` are one group in `other`, and your code does not notice this.
import numpy as np


def same_grouping(labels, other):
    names = np.zeros(labels.max() + 1, dtype=int)
    for group in np.unique(labels):
        names[group] = np.bincount(other[labels == group]).argmax()
    return (names[labels] == other).all()
