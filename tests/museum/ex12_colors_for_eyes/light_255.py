# expect: should go from 0 to 1
import numpy as np


def to_light(colors):
    s = colors / 255
    return 255 * np.where(s <= 0.04045, s / 12.92, ((s + 0.055) / 1.055) ** 2.4)
