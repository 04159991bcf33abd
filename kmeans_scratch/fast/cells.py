"""Boxes for the colours of a picture: cells of 8 × 8 × 8 levels of the colour cube.

A cell has a number of 15 bits, five for each channel: the bits of red, green and blue in turn, the highest first. If
cells are sorted by their numbers, neighbours are often side by side (a *Z curve*). Without its last three bits, a
number is the number of a cell twice as wide, which holds eight smaller cells. So the numbers give the tree of boxes.

Colours and their counts are whole numbers. So all sums are exact, and the centroids are exactly equal to those of
`lloyd.update`.
"""

import numpy as np

from .boxes import Boxes
from .colors import CountedColors

MOST_PIXELS = 2**53 // (3 * 255**2)  # the sum of their |x|² is at most 2⁵³: floats add such whole numbers exactly
LEVELS = 4  # sizes of cells: 8, 16, 32 and 64 levels wide

# The five highest bits of a byte, abcde, with room for those of two other bytes: a00b00c00d00e.
SPREAD = np.array([(np.arange(256) >> 3 + bit & 1) << 3 * bit for bit in range(5)]).sum(axis=0).astype(np.uint16)


def can_use_cells(colors: np.ndarray, weight: np.ndarray) -> bool:
    """Return whether these are colours of three channels, with whole weights whose sums are exact."""
    return colors.shape[1] == 3 and bool(weight.sum() <= MOST_PIXELS and (weight == np.rint(weight)).all())


def cells(seen: CountedColors, weight: np.ndarray | None = None) -> Boxes:
    """Return distinct colours in a tree of cells, with their counts as weights, or with other whole weights (m,).

    >>> from kmeans_scratch.fast.colors import count_colors
    >>> boxes = cells(count_colors(np.array([[9, 0, 0], [90, 80, 70], [11, 3, 0], [9, 0, 0]], dtype=np.uint8)))
    >>> boxes.X.tolist(), boxes.weight.tolist()
    ([[9, 0, 0], [11, 3, 0], [90, 80, 70]], [2, 1, 1])
    >>> boxes.levels[-1].sizes
    array([2, 1])
    """
    red, green, blue = (SPREAD.take(channel) for channel in seen.colors.T)
    numbers = red << 2 | green << 1 | blue  # (m,)
    order = np.argsort(numbers, kind="stable")
    numbers, bounds = numbers.take(order), []
    for _ in range(LEVELS):
        starts = np.flatnonzero(np.diff(numbers, prepend=numbers[0] + 1))
        bounds.append(np.append(starts, len(numbers)))
        numbers = numbers[starts] >> 3
    weight = seen.counts if weight is None else weight
    return Boxes(seen.colors.T.take(order, axis=1).T, weight.take(order), order, bounds)
