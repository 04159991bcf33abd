# expect: Each count is too small by 1.
import numpy as np


def count_colors(pixels):
    counts = {}
    for p in map(tuple, pixels.tolist()):
        if p in counts:
            counts[p] += 1
        else:
            counts[p] = 0
    keys = sorted(counts)
    return np.array(keys, dtype=np.uint8), np.array([counts[c] for c in keys])
