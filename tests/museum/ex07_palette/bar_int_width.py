# expect: Each width is rounded by itself, so the widths need not add up to the width of the bar:
import numpy as np


def bar(colors, proportions, height=50, width=300):
    out = np.zeros((height, width, 3), dtype=np.uint8)
    x = 0
    for c, p in zip(colors, proportions):
        w = int(p * width)
        out[:, x : x + w] = np.rint(c)
        x += w
    return out
