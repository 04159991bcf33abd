# expect: full alpha of 255
import numpy as np


def opaque_rows(image):
    out = []
    for y in range(image.shape[0]):
        for x in range(image.shape[1]):
            if image[y][x][3] == 255:
                out.append(image[y][x][:3])
    return np.array(out, dtype=float)
