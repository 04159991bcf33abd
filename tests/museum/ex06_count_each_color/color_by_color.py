# remark: Pack the three bytes
import numpy as np


def count_colors(pixels):
    colors = np.unique(pixels, axis=0)
    counts = [(pixels == color).all(axis=1).sum() for color in colors]
    return colors, np.array(counts)
