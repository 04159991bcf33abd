"""Exercise 2, for lesson 2: a picture is numbers.

Turn a picture into what k-means sorts: a table with a row for each pixel that one can see.
Mark it with `python lessons/check.py ex02`.
"""

import numpy as np


def opaque_rows(image):
    """Take the colours of the opaque pixels, one row each, in reading order.

    image is (h, w, 4) uint8: red, green, blue and alpha, which is no colour but says how opaque a pixel is. A pixel
    counts as opaque if its alpha is 128 or more. Returns (n, 3) float, n opaque pixels of red, green, blue from 0 to
    255. The array that was given stays as it is.

    >>> image = np.array([[[255, 0, 0, 255], [9, 9, 9, 0]], [[0, 0, 255, 200], [1, 2, 3, 127]]], dtype=np.uint8)
    >>> opaque_rows(image)
    array([[255.,   0.,   0.],
           [  0.,   0., 255.]])
    """
    # The package has read_image and Picture.pixels in kmeans_scratch/pictures/image.py, for any kind of picture.
    pixels = image.reshape(-1, 4)  # (h * w, 4)
    opaque = pixels[:, 3] >= 128  # (h * w,) of True and False
    return pixels[opaque, :3].astype(float)  # (n, 3); both picking with a mask and astype make a copy
