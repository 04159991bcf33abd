# remark: Pack the three bytes
import numpy as np


def count_colors(pixels):
    counts = {}
    for pixel in pixels.tolist():
        counts[tuple(pixel)] = counts.get(tuple(pixel), 0) + 1
    colors = sorted(counts)
    return np.array(colors, dtype=np.uint8), np.array([counts[color] for color in colors])
