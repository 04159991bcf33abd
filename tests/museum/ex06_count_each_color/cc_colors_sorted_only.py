# expect: You sorted the counts by size, so they no longer belong to their colours.
import numpy as np


def count_colors(pixels):
    colors, counts = np.unique(pixels, axis=0, return_counts=True)
    return colors, np.sort(counts)[::-1]
