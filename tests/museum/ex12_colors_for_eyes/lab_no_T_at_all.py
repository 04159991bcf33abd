# expect: is turned around
import numpy as np


def to_oklab(colors):
    return np.cbrt(to_light(colors) @ TO_CONES) @ TO_LAB
