# expect: The two formulas are exchanged
import numpy as np


def to_light(colors):
    s = colors / 255
    return np.where(s <= 0.04045, ((s + 0.055) / 1.055) ** 2.4, s / 12.92)
