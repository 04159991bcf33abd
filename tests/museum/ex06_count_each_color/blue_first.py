# expect: The colours are right, but their order is wrong.
import numpy as np


def count_colors(pixels):
    codes = pixels.astype(int) @ np.array([1, 256, 65536])
    distinct, counts = np.unique(codes, return_counts=True)
    colors = np.stack([distinct % 256, distinct // 256 % 256, distinct // 65536], axis=1)
    return colors.astype(np.uint8), counts
