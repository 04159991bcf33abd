# expect: Groups that were joined go unnoticed
import numpy as np


def same_grouping(labels, other):
    names = np.zeros(labels.max() + 1, dtype=int)
    for group in np.unique(labels):
        names[group] = np.bincount(other[labels == group]).argmax()
    return (names[labels] == other).all()
