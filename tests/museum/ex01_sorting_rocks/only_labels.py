# expect: It should return 2 values:
import numpy as np


def sort_once(sizes, models):
    return np.abs(sizes[:, None] - models).argmin(axis=1)
