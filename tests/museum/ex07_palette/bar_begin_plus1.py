# expect: Leave out the 1 in `e + 1`.
import numpy as np


def bar(colors, proportions, height=50, width=300):
    ends = np.rint(np.cumsum(proportions) * width).astype(int)
    out = np.zeros((height, width, 3), dtype=np.uint8)
    b = 0
    for c, e in zip(colors, ends):
        out[:, b:e] = np.rint(c)
        b = e + 1
    return out
