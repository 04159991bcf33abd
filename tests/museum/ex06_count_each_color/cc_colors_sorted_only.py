# expect: The counts are sorted by size, so they do not belong to their colours any more.
import numpy as np


def count_colors(pixels):
    colors, counts = np.unique(pixels, axis=0, return_counts=True)
    return colors, np.sort(counts)[::-1]
