"""Boxes for samples of 1 to 3 features: cut the samples into packs of neighbours, all of nearly the same size."""

from math import log

import numpy as np

from .boxes import FAN, Boxes

PACK = 64  # the smallest size of a pack, unless there are fewer samples in all


def packs(X: np.ndarray, weight: np.ndarray | None = None) -> Boxes:
    """Return the samples X (n, d), with their weights (n,), in a tree of boxes.

    All samples are sorted by the feature with the largest range, and cut into piles. Each pile is sorted by the
    feature with the largest range in this pile, and cut again, until only packs are left.

    >>> packs(np.arange(1000.0)[:, None]).levels[-1].sizes
    array([125, 125, 125, 125, 125, 125, 125, 125])
    """
    n, d = X.shape
    rounds = int(max(0, log(n / PACK, FAN)))
    first_fan = max(1, int(n / PACK / FAN**rounds))
    n_piles = first_fan * FAN**rounds
    rows = np.arange(-(-n // n_piles) * n_piles)  # row numbers; numbers from n on stand for rows 0, 1, ... again
    # The cuts need not be exact, so four bytes are enough. Divided by `scale`, no number is too large for them.
    scale = max(np.abs(np.subtract(x, x[0], dtype=float)).max() for x in X.T) or 1
    columns = np.empty((d, len(rows)), dtype=np.float32)
    for column, x in zip(columns, X.T, strict=True):
        column[:] = np.resize((np.subtract(x, x[0], dtype=float) / scale).astype(np.float32), len(rows))
    piles = 1
    for fan in [first_fan, *[FAN] * rounds]:
        table = columns.reshape(d, piles, -1)
        widest = np.ptp(table, axis=2).argmax(axis=0)  # (piles,), a feature each
        by = table[widest, np.arange(piles)]  # (piles, samples)
        places = sort_roughly(by - by.min(axis=1)[:, None]) + np.arange(piles)[:, None] * by.shape[1]
        rows, columns = rows.take(places.ravel()), columns.take(places.ravel(), axis=1)
        piles *= fan
    del columns, table, by, places
    once = rows < n
    sizes = once.reshape(piles, -1).sum(axis=1)
    sizes = sizes[sizes > 0]
    bounds = [np.append(0, sizes.cumsum())]
    while len(bounds[-1]) > FAN + 1:
        n_boxes = len(bounds[-1]) - 1
        bounds.append(np.append(np.arange(0, n_boxes, FAN), n_boxes))
    order = rows[once]
    ordered = np.stack([x.take(order) for x in X.T])  # (d, n)
    return Boxes(ordered.T, None if weight is None else weight.take(order), order, bounds)


def sort_roughly(values: np.ndarray) -> np.ndarray:
    """Return the order that sorts each row of float32 numbers >= 0.

    Numbers that differ by less than 0.4 % may stay unsorted. The bits of a number >= 0 can be read as a whole
    number, and the order stays the same. The first 16 bits are enough here. NumPy sorts numbers of 16 bits ten times
    as fast: digit by digit, without comparing them.

    >>> sort_roughly(np.array([[2.0, 0.0, 1.0, 1e-30]], dtype=np.float32))
    array([[1, 3, 2, 0]])
    """
    bits = values.view(np.uint32) >> np.uint32(15)  # without the sign: 8 bits for the exponent, 8 for the digits
    return bits.astype(np.uint16).argsort(axis=1, kind="stable")
