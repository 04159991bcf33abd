"""Count each colour once.

A photograph has far fewer colours than pixels, and pixels of one colour always share a group. So it is enough to
cluster the *distinct* colours, each with the number of its pixels as its weight. The sums, means and groups are the
same, with much less work. `count_colors` goes from pixels to colours, and `CountedColors.expand` goes back.

A colour of three bytes is packed into one whole number, red · 2¹⁶ + green · 2⁸ + blue, because whole numbers
are quick to sort, and rows of an array are not.

Two threads look up the label of each pixel. They really run at the same time, because NumPy releases Python's lock.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..checks import is_colors
from .parallel import in_two_threads

PART = 2**21  # pixels that one thread works on at a time


@dataclass(frozen=True, eq=False)
class CountedColors:
    """The distinct colours of some pixels, in the order of their packed codes, and how often each occurs."""

    colors: np.ndarray  #: (m, 3) or (m, 4) uint8
    counts: np.ndarray  #: (m,), the number of pixels of each colour
    codes: np.ndarray | None  #: (n,) uint32, the packed colour of each pixel; None if the pixels equal `colors`

    def expand(self, labels: np.ndarray, dtype: Any = None) -> np.ndarray:
        """Turn the labels of the colours, (m,), into labels of the pixels, (n,). `dtype` can change their type.

        >>> seen = count_colors(np.array([[9, 0, 0], [0, 0, 7], [9, 0, 0]], dtype=np.uint8))
        >>> seen.expand(np.array([10, 20]))
        array([20, 10, 20])
        """
        dtype = dtype or labels.dtype
        if self.codes is None:
            return labels.astype(dtype)
        codes, of_colors = self.codes, pack(self.colors)
        of_pixels = np.empty(len(codes), dtype)
        if self.colors.shape[1] == 3:
            table = np.empty(2**24, labels.dtype)  # one place for each possible colour; most stay unused
            table[of_colors] = labels

        def look_up(part: slice) -> None:
            if self.colors.shape[1] == 3:
                of_pixels[part] = table.take(codes[part])
            else:
                of_pixels[part] = labels.take(of_colors.searchsorted(codes[part]))

        in_two_threads(look_up, (slice(start, start + PART) for start in range(0, len(codes), PART)))
        return of_pixels

    def total(self, weights: np.ndarray) -> np.ndarray:
        """Return the sum of the pixels' weights, (n,), for each colour: (m,).

        >>> seen = count_colors(np.array([[9, 0, 0], [0, 0, 7], [9, 0, 0]], dtype=np.uint8))
        >>> seen.total(np.array([0.5, 1.0, 2.0]))
        array([1. , 2.5])
        """
        if self.codes is None:
            return weights * 1.0
        numbers = self.expand(np.arange(len(self.colors)))  # (n,), each pixel's colour
        return np.bincount(numbers, weights, minlength=len(self.colors))


def count_colors(pixels: np.ndarray) -> CountedColors:
    """Count how often each colour occurs among pixels, (n, 3) or (n, 4) uint8. Raises ValueError for anything else.

    >>> seen = count_colors(np.array([[9, 0, 0], [0, 0, 7], [9, 0, 0]], dtype=np.uint8))
    >>> seen.colors
    array([[0, 0, 7],
           [9, 0, 0]], dtype=uint8)
    >>> seen.counts
    array([1, 2])
    """
    pixels = np.asarray(pixels)
    if not is_colors(pixels):
        raise ValueError(
            f"pixels of shape {pixels.shape} and type {pixels.dtype} should be (n, 3) or (n, 4) of uint8"
        )
    codes = pack(pixels)
    count = count_in_table if pixels.shape[1] == 3 and len(pixels) > 2**20 else count_by_sorting
    seen, counts = count(codes)
    already_distinct = len(seen) == len(codes) and (codes == seen).all()
    return CountedColors(unpack(seen, pixels.shape[1]), counts, None if already_distinct else codes)


def count_by_sorting(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sort codes, (n,) uint32, and count equal neighbours. Return the distinct codes, (m,), and their counts, (m,).

    >>> count_by_sorting(np.array([7, 3, 7], dtype=np.uint32))
    (array([3, 7], dtype=uint32), array([1, 2]))
    """
    in_order = sort_codes(codes)
    new = np.ones(len(codes), dtype=bool)
    new[1:] = in_order[1:] != in_order[:-1]
    starts = np.flatnonzero(new)  # (m,)
    return in_order[starts], np.diff(starts, append=len(codes))


def sort_codes(codes: np.ndarray) -> np.ndarray:
    """Sort codes, (n,) uint32: first by their low 16 bits, then by their high 16 bits.

    The second sort keeps the order of equal high bits. NumPy sorts numbers of 16 bits digit by digit, without
    comparing them. So two such sorts take less time than one sort of 32 bits.

    >>> sort_codes(np.array([70000, 3, 70001, 2], dtype=np.uint32))
    array([    2,     3, 70000, 70001], dtype=uint32)
    """
    by_low = codes.take(codes.astype(np.uint16).argsort(kind="stable"))
    return by_low.take((by_low >> 16).astype(np.uint16).argsort(kind="stable"))


def count_in_table(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Count codes below 2²⁴ in a table with one place for each. This is faster for many millions of codes.

    >>> count_in_table(np.array([7, 3, 7], dtype=np.uint32))
    (array([3, 7], dtype=uint32), array([1, 2]))
    """
    table = np.zeros(2**24, dtype=np.uint32)
    np.add.at(table, codes, table.dtype.type(1))  # adding a 1 of another type is many times slower
    seen = np.flatnonzero(table > 0)
    return seen.astype(np.uint32), table[seen].astype(np.intp)


def pack(pixels: np.ndarray) -> np.ndarray:
    """Pack colours of 3 or 4 bytes into one whole number each: (n, 3) or (n, 4) uint8 give (n,) uint32.

    >>> pack(np.array([[1, 0, 2]], dtype=np.uint8)) == 1 * 2**16 + 0 * 2**8 + 2
    array([ True])
    """
    codes = np.zeros(len(pixels), dtype="<u4")  # four bytes each, the lowest byte first
    for byte, channel in zip(codes[:, None].view(np.uint8).T, pixels.T[::-1], strict=False):
        byte[:] = channel
    return codes


def unpack(codes: np.ndarray, n_channels: int) -> np.ndarray:
    """Turn codes back into colours: (n,) uint32 give (n, n_channels) uint8.

    >>> unpack(np.array([1 * 2**16 + 2], dtype=np.uint32), 3)
    array([[1, 0, 2]], dtype=uint8)
    """
    return np.ascontiguousarray(codes.astype("<u4")[:, None].view(np.uint8)[:, n_channels - 1 :: -1])


def to_hex(color: np.ndarray) -> str:
    """Write a colour, (3,) uint8, the way web pages do.

    >>> to_hex(np.array([255, 128, 0], dtype=np.uint8))
    '#ff8000'
    """
    return "#" + bytes(color).hex()


def as_color(place: np.ndarray) -> np.ndarray:
    """Round points in RGB space to the nearest possible colours: (..., 3) uint8.

    >>> as_color(np.array([-3.0, 127.6, 300.0]))
    array([  0, 128, 255], dtype=uint8)
    """
    return np.rint(place).clip(0, 255).astype(np.uint8)


def ink_on(color: np.ndarray) -> int:
    """Return the grey level for letters on a colour, (3,) from 0 to 255: 0 on light colours, 255 on dark ones.

    >>> ink_on(np.array([250, 240, 10])), ink_on(np.array([0, 0, 200]))
    (0, 255)
    """
    return 0 if color @ np.array([0.299, 0.587, 0.114]) > 115 else 255
