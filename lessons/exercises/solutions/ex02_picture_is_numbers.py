"""Exercise 2, for lesson 2: a picture is numbers.

Turn a picture into a table that k-means can sort: a row for each visible pixel.
Mark it with `python lessons/check.py ex02`.
"""

import numpy as np


def opaque_rows(image):
    """Take the colours of the opaque pixels, one row each, in reading order.

    image is (h, w, 4) uint8: red, green, blue and alpha. Alpha is not a colour: it says how opaque a pixel is. A
    pixel counts as opaque if its alpha is 128 or more. Returns (n, 3) floats: the n opaque pixels, with red, green
    and blue from 0 to 255. Black and white pixels count, and equal pixels occur several times. Do not change the
    given array.

    >>> image = np.array([[[255, 0, 0, 255], [9, 9, 9, 0]], [[0, 0, 255, 200], [1, 2, 3, 127]]], dtype=np.uint8)
    >>> opaque_rows(image)
    array([[255.,   0.,   0.],
           [  0.,   0., 255.]])
    """
    # The package has read_image and Picture.pixels in kmeans_scratch/pictures/image.py, for any kind of picture.
    pixels = image.reshape(-1, 4)  # (h * w, 4)
    opaque = pixels[:, 3] >= 128  # (h * w,) of True and False
    return pixels[opaque, :3].astype(float)  # (n, 3); both picking with a mask and astype make a copy
