# expect: A byte has 256 values
import numpy as np


def count_colors(pixels):
    codes = pixels.astype(int) @ np.array([255 * 255, 255, 1])
    distinct, counts = np.unique(codes, return_counts=True)
    colors = np.stack([distinct // 255**2, distinct // 255 % 255, distinct % 255], axis=1)
    return colors.astype(np.uint8), counts
