# expect: This is the way back
import numpy as np


def to_light(colors):
    s = colors / 255
    return np.where(s <= 0.0031308, 12.92 * s, 1.055 * s ** (1 / 2.4) - 0.055)
