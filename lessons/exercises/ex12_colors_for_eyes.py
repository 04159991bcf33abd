"""Exercise 12, for lesson 12: colours as eyes see them.

Go from the bytes of a picture to OKLab, and back. Mark it with `python lessons/check.py ex12`.
"""

import numpy as np

TO_CONES = np.array(  # from red, green and blue light to the answers of the three kinds of cones
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(  # from the cube roots of these answers to L, a and b
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def to_light(colors):
    """Return the amounts of light of colours: an array of the same shape, from 0 to 1.

    colors is (n, 3), uint8 or other numbers from 0 to 255. Let s be a value divided by 255. If s is at most 0.04045,
    the light is s / 12.92. Otherwise it is ((s + 0.055) / 1.055) to the power of 2.4.

    >>> to_light(np.array([[0, 128, 255]], dtype=np.uint8)).round(3)
    array([[0.   , 0.216, 1.   ]])
    """
    raise NotImplementedError


def to_oklab(colors):
    """Return colours in OKLab: (n, 3) floats, with L, a and b in each row.

    colors is (n, 3), from 0 to 255. Take their light. Each row of TO_CONES holds the shares of red, green and blue
    for one kind of cone. Take the cube roots of the three answers (np.cbrt). Each row of TO_LAB holds the shares of
    the three roots for one of L, a and b.

    >>> to_oklab(np.array([[255, 0, 0]], dtype=np.uint8)).round(3)
    array([[0.628, 0.225, 0.126]])
    """
    raise NotImplementedError


def from_oklab(lab):
    """Return the colours of points in OKLab: (n, 3) uint8, rounded.

    lab is (n, 3), as to_oklab returns it. Go back step by step: np.linalg.inv(TO_LAB), the third power,
    np.linalg.inv(TO_CONES). Then go from light to bytes: light of at most 0.0031308 is multiplied by 12.92, and other
    light becomes 1.055 times its power of 1 / 2.4, minus 0.055. At last multiply by 255, and round.

    >>> from_oklab(np.array([[0.628, 0.225, 0.126], [1.0, 0.0, 0.0]]))
    array([[255,   0,   0],
           [255, 255, 255]], dtype=uint8)
    """
    raise NotImplementedError
