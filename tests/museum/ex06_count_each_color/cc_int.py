# expect: The colours are right, but of type int64.
import numpy as np


def count_colors(pixels):
    colors, counts = np.unique(pixels.astype(int), axis=0, return_counts=True)
    return colors, counts
