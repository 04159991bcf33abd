# expect: does not fit into it
import numpy as np


def count_colors(pixels):
    codes = pixels[:, 0] * 65536 + pixels[:, 1] * 256 + pixels[:, 2]
    distinct, counts = np.unique(codes, return_counts=True)
    colors = np.stack([distinct // 65536, distinct // 256 % 256, distinct % 256], axis=1)
    return colors.astype(np.uint8), counts
