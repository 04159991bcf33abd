# expect: `break` ends the loop, and `continue` goes on with the next round.
import numpy as np


def opaque_rows(image):
    out = []
    for p in image.reshape(-1, 4):
        if p[3] < 128:
            break
        out.append(p[:3])
    return np.array(out, dtype=float).reshape(-1, 3)
