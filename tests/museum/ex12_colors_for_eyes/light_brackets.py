# expect: before* you take the power
import numpy as np


def to_light(colors):
    s = colors / 255
    return np.where(s <= 0.04045, s / 12.92, (s + 0.055) ** 2.4 / 1.055)
