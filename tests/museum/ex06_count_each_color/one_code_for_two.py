# expect: Two different colours have the same code, so they became one colour.
import numpy as np


def count_colors(pixels):
    sums = pixels.sum(axis=1)
    _, first, counts = np.unique(sums, return_index=True, return_counts=True)
    return pixels[first], counts
