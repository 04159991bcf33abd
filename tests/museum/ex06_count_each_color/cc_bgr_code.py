# expect: The colours are right, but their order is wrong.
import numpy as np


def count_colors(pixels):
    p = pixels.astype(int)
    codes = p[:, 0] + 256 * p[:, 1] + 65536 * p[:, 2]
    u, n = np.unique(codes, return_counts=True)
    return np.stack([u % 256, u // 256 % 256, u // 65536], axis=1).astype(np.uint8), n
