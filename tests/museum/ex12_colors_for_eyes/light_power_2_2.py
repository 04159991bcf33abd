# expect: The power 2.2 is a common short cut
import numpy as np


def to_light(colors):
    return np.power(colors / 255.0, 2.2)
