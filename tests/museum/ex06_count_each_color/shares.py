# expect: These are proportions.
import numpy as np


def count_colors(pixels):
    colors, counts = np.unique(pixels, axis=0, return_counts=True)
    return colors, counts / len(pixels)
