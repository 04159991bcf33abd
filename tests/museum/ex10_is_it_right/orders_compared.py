# catch: should be True
import numpy as np


def same_grouping(labels, other):
    return bool((np.argsort(labels, kind="stable") == np.argsort(other, kind="stable")).all())
