# expect: Two mistakes. First: The colours are cut, not rounded:
import numpy as np


def bar(colors, proportions, height=50, width=300):
    out = np.zeros((height, width, 3), dtype=np.uint8)
    x = 0
    for c, p in zip(colors, proportions):
        w = int(p * width)
        out[:, x : x + w] = c
        x += w
    return out
