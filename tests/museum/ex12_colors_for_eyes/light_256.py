# expect: You divide by 256
import numpy as np


def to_light(colors):
    s = colors / 256
    return np.where(s <= 0.04045, s / 12.92, ((s + 0.055) / 1.055) ** 2.4)
