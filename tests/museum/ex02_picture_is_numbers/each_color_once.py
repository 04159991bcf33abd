# expect: Each colour comes only once.
import numpy as np


def opaque_rows(image):
    px = image.reshape(-1, 4)
    seen = []
    for p in px:
        if p[3] >= 128 and list(p[:3]) not in seen:
            seen.append(list(p[:3]))
    return np.array(seen, dtype=float).reshape(-1, 3)
