# expect: does not fit into it
import numpy as np


def count_colors(pixels):
    codes = (pixels[:, 0] << 16) | (pixels[:, 1] << 8) | pixels[:, 2]
    distinct, counts = np.unique(codes, return_counts=True)
    colors = np.stack([distinct >> 16, distinct >> 8, distinct], axis=1)
    return colors.astype(np.uint8), counts
