# expect: gives the same answer for different arguments.
import numpy as np


def sort_once(sizes, models):
    return np.array([0, 0, 1]), np.array([1.5, 9.0])
