# expect: Red and blue have changed places.
import numpy as np


def count_colors(pixels):
    codes = pixels.astype(int) @ np.array([65536, 256, 1])
    u, n = np.unique(codes, return_counts=True)
    return np.stack([u % 256, u // 256 % 256, u // 65536], axis=1).astype(np.uint8), n
