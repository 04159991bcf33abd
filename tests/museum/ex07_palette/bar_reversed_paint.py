# expect: Each colour begins in column 0 and covers those before it.
import numpy as np


def bar(colors, proportions, height=50, width=300):
    ends = np.rint(np.cumsum(proportions) * width).astype(int)
    out = np.zeros((height, width, 3), dtype=np.uint8)
    for c, e in zip(colors, ends):
        out[:, :e] = np.rint(c)
    return out
