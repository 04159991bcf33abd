# expect: bytes divided by 255. Begin with their light
import numpy as np


def to_oklab(colors):
    return np.cbrt(colors / 255 @ TO_CONES.T) @ TO_LAB.T
