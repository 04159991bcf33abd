# expect: the counts are not
import numpy as np


def count_colors(pixels):
    c = np.unique(pixels, axis=0)
    n = np.array([(pixels[:, 0] == x[0]).sum() for x in c])
    return c, n
