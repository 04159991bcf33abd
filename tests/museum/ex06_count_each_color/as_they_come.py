# expect: The colours are right, but their order is wrong.
import numpy as np


def count_colors(pixels):
    counts = {}
    for pixel in pixels.tolist():
        counts[tuple(pixel)] = counts.get(tuple(pixel), 0) + 1
    return np.array(list(counts), dtype=np.uint8), np.array(list(counts.values()))
