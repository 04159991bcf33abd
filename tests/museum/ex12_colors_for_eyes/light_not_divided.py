# expect: Divide the colours by 255 first
import numpy as np


def to_light(colors):
    return np.where(colors <= 0.04045, colors / 12.92, ((colors + 0.055) / 1.055) ** 2.4)
