# expect: The colours are cut, not rounded:
import numpy as np


def bar(colors, proportions, height=50, width=300):
    ends = np.rint(np.cumsum(proportions) * width).astype(int)
    out = np.zeros((height, width, 3), dtype=np.uint8)
    b = 0
    for c, e in zip(colors // 1, ends):
        out[:, b:e] = c
        b = e
    return out
