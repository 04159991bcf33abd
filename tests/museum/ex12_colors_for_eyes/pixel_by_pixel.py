# remark: No loop over the pixels
import numpy as np


def to_light(colors):
    result = np.empty(colors.shape)
    for i, color in enumerate(colors):
        for j, value in enumerate(color):
            s = value / 255
            result[i, j] = s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4
    return result
