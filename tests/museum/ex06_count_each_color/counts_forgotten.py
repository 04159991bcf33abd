# expect: `return colors, counts`
import numpy as np


def count_colors(pixels):
    return np.unique(pixels, axis=0)
