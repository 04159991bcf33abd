# expect: Count whole colours
import numpy as np


def count_colors(pixels):
    colors, counts = np.unique(pixels, return_counts=True)
    return colors, counts
