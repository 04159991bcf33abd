# catch: colors has the shape
import numpy as np


def count_colors(pixels):
    code = pixels[:, 0] * 255 * 255 + pixels[:, 1].astype(int) * 255 + pixels[:, 2]
    _, first, n = np.unique(code, return_index=True, return_counts=True)
    return pixels[first], n
