# expect: You round each width separately, so their sum can be wrong:
import numpy as np


def bar(colors, proportions, height=50, width=300):
    out = np.zeros((height, width, 3), dtype=np.uint8)
    x = 0
    for c, p in zip(colors, proportions):
        w = int(np.ceil(p * width))
        out[:, x : x + w] = np.rint(c)
        x += w
    return out
