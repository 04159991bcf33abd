# expect: You multiply the light by 255
import numpy as np


def from_oklab(lab):
    light = ((lab @ np.linalg.inv(TO_LAB).T) ** 3 @ np.linalg.inv(TO_CONES).T).clip(0, 1)
    return np.rint(255 * light).astype(np.uint8)
