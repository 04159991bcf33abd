# expect: end at other columns
import numpy as np


def bar(colors, proportions, height=50, width=300):
    k = len(colors)
    out = np.zeros((height, width, 3), dtype=np.uint8)
    for i in range(k):
        out[:, i * width // k : (i + 1) * width // k] = np.rint(colors[i])
    return out
