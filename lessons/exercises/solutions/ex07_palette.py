"""Exercise 7, for lesson 7: the palette.

Find the share of each group, and draw a bar in which each colour is as wide as its share.
Mark it with `python lessons/check.py ex07`.
"""

import numpy as np


def proportions(labels, k):
    """Find the share of each group: (k,) floats that sum to 1. The share of an empty group is 0.

    labels is (n,), whole numbers from 0 to k - 1.

    >>> proportions(np.array([0, 2, 2, 2]), 4)
    array([0.25, 0.  , 0.75, 0.  ])
    """
    # The package has Snapshot.counts, and Palette.proportions in kmeans_scratch/pictures/palette.py.
    return np.bincount(labels, minlength=k) / len(labels)


def bar(colors, proportions, height=50, width=300):
    """Draw a bar, a picture in which the colours stand side by side, from left to right: (height, width, 3) uint8.

    colors is (k, 3), numbers from 0 to 255, which may be fractions: round them. proportions is (k,), and sums to 1.
    Colour i ends at column round(width · (p₀ + … + pᵢ)); the next begins there. So every column has a colour.

    >>> bar(np.array([[9.0, 0.0, 0.0], [0.0, 0.0, 6.8]]), np.array([0.25, 0.75]), height=1, width=4)
    array([[[9, 0, 0],
            [0, 0, 7],
            [0, 0, 7],
            [0, 0, 7]]], dtype=uint8)
    """
    # The package's own is Palette.bar in kmeans_scratch/pictures/palette.py.
    ends = np.rint(np.cumsum(proportions) * width).astype(int)  # (k,)
    picture = np.zeros((height, width, 3), dtype=np.uint8)
    begin = 0
    for color, end in zip(colors, ends, strict=True):
        picture[:, begin:end] = np.rint(color)
        begin = end
    return picture
