# remark: goes through the pixels one by one
import numpy as np


def opaque_rows(image):
    rows = []
    for line in image:
        for pixel in line:
            if pixel[3] >= 128:
                rows.append(pixel[:3])
    return np.array(rows, dtype=float).reshape(-1, 3)
