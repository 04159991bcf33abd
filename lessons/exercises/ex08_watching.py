"""Exercise 8, for lesson 8: watching it move.

Paint every pixel of a picture in the colour of its group, as the film does for each iteration.
Mark it with `python lessons/check.py ex08`.
"""

import numpy as np


def recolor(image, labels, centroids):
    """Paint each pixel in the colour of its centroid: (h, w, 3) uint8.

    image is (h, w, 3), or (h, w, 4) with alpha. You need only its height and width.
    labels is (h * w,), one for each pixel in reading order: row by row, from left to right. centroids is (k, 3),
    floats from 0 to 255: round them.

    >>> image = np.zeros((1, 3, 4), dtype=np.uint8)
    >>> recolor(image, np.array([1, 0, 1]), np.array([[0.2, 9.0, 0.0], [199.9, 0.0, 6.8]]))
    array([[[200,   0,   7],
            [  0,   9,   0],
            [200,   0,   7]]], dtype=uint8)
    """
    raise NotImplementedError
