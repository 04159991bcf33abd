# expect: One direction is not enough.
import numpy as np


def same_grouping(labels, other):
    table = np.zeros((labels.max() + 1, other.max() + 1), dtype=int)
    np.add.at(table, (labels, other), 1)
    return bool(((table > 0).sum(axis=1) <= 1).all() or ((table > 0).sum(axis=0) <= 1).all())
