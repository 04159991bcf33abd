# expect: Rows and columns of colors are exchanged:
import numpy as np


def count_colors(pixels):
    codes = pixels.astype(int) @ np.array([65536, 256, 1])
    u, n = np.unique(codes, return_counts=True)
    return np.array([u // 65536, u // 256 % 256, u % 256]).astype(np.uint8), n
