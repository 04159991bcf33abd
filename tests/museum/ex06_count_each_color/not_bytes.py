# expect: Pixels are bytes
import numpy as np


def count_colors(pixels):
    return np.unique(pixels.astype(int), axis=0, return_counts=True)
