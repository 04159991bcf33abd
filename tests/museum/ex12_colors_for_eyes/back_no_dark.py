# expect: Dark colours are wrong
import numpy as np


def from_oklab(lab):
    light = ((lab @ np.linalg.inv(TO_LAB).T) ** 3 @ np.linalg.inv(TO_CONES).T).clip(0, 1)
    s = (1.055 * light ** (1 / 2.4) - 0.055).clip(0, 1)
    return np.rint(255 * s).astype(np.uint8)
