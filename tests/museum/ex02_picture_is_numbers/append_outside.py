# expect: This line belongs inside the loop:
import numpy as np


def opaque_rows(image):
    out = []
    for row in image:
        for p in row:
            c = p[:3]
        if p[3] >= 128:
            out.append(c)
    return np.array(out, dtype=float).reshape(-1, 3)
