# expect: All colours are equally wide.
import numpy as np


def bar(colors, proportions, height=50, width=300):
    out = np.zeros((height, width, 3), dtype=np.uint8)
    w = width // len(colors)
    for i, c in enumerate(colors):
        out[:, i * w : (i + 1) * w] = np.rint(c)
    return out
