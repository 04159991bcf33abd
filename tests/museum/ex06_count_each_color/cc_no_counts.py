# expect: These are the numbers of the colours of all pixels (return_inverse).
import numpy as np


def count_colors(pixels):
    colors, counts = np.unique(pixels, axis=0, return_inverse=True)
    return colors, counts
