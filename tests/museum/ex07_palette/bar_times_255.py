# expect: `np.rint(c) * 255`:
import numpy as np


def bar(colors, proportions, height=50, width=300):
    ends = np.rint(np.cumsum(proportions) * width).astype(int)
    out = np.zeros((height, width, 3))
    b = 0
    for c, e in zip(colors, ends):
        out[:, b:e] = np.rint(c) * 255
        b = e
    return out.astype(np.uint8)
