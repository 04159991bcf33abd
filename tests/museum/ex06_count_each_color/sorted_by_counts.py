# expect: another order
import numpy as np


def count_colors(pixels):
    c, n = np.unique(pixels, axis=0, return_counts=True)
    o = np.argsort(-n)
    return c[o], n[o]
