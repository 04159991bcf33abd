# expect: Height and width have changed places:
import numpy as np


def bar(colors, proportions, height=50, width=300):
    ends = np.rint(np.cumsum(proportions) * width).astype(int)
    out = np.zeros((width, height, 3), dtype=np.uint8)
    b = 0
    for c, e in zip(colors, ends):
        out[b:e] = np.rint(c)
        b = e
    return out
