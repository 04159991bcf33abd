"""Encode frames as an animated GIF.

All frames of a GIF together have at most 256 colours: the *palette*. These should represent all colours of the film
as well as possible. k-means solves this problem, so our own `KMeans` chooses the palette of every GIF.

A table gives the palette entry of each pixel. To keep the table short, the cube of all colours is cut into
64 × 64 × 64 *cells*, each 4 levels wide. All colours of a cell share one entry. There is no dithering, so flat areas
stay flat.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from ..estimator import KMeans
from ..fast.colors import count_colors
from ..fast.steps import assign

N_ENTRIES = 255  # colours of the palette: one of the 256 numbers means "as in the frame before"
N_KEPT = 155  # the largest number of entries for the colours that must survive
N_SAMPLE, N_SAMPLE_FRAMES = 2**15, 8  # the palette is chosen from this many pixels of this many frames


def encode_gif(frames: Sequence[np.ndarray], durations: Sequence[int], colors: np.ndarray) -> bytes:
    """Encode frames, each (h, w, 3) uint8, as an endless GIF. It keeps these `colors`, (m, 3) uint8.

    Only the rectangle that changes is stored, and in it only the changes. `durations` are in milliseconds.
    """
    from PIL import Image
    from PIL.GifImagePlugin import getdata

    height, width, _ = frames[0].shape
    palette = choose_palette(frames, colors)
    blocks = [
        b"GIF89a" + width.to_bytes(2, "little") + height.to_bytes(2, "little") + b"\xf7\0\0",  # 256 colours follow
        (bytes(3) + palette.tobytes()).ljust(768, b"\0"),
        b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0",  # repeat without end
    ]
    before = np.zeros((height, width), dtype=np.uint8)
    for numbers, duration in merge_equal(number_pixels(frames, palette), to_ticks(durations, 10)):
        changed = numbers != before
        rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
        part = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        image = Image.fromarray(np.where(changed[part], numbers[part], 0))
        corner = int(columns[0]), int(rows[0])
        blocks += getdata(image, corner, duration=10 * duration, transparency=0, disposal=1, interlace=0)
        before = numbers
    return b"".join([*blocks, b";"])


def merge_equal(frames: Iterator[np.ndarray], edges: np.ndarray) -> Iterator[tuple[np.ndarray, int]]:
    """Yield each frame with its duration. Equal frames in a row become one frame, which lasts as long as all of them.

    `edges` (n + 1,) are the times at which frames begin, and the time at which the last one ends.

    >>> one, other = np.array([1]), np.array([2])
    >>> list(merge_equal(iter([one, one, other]), np.array([0, 4, 8, 9])))
    [(array([1]), 8), (array([2]), 1)]
    """
    shown, begin = next(frames), 0
    for frame, edge in zip(frames, edges[1:].tolist(), strict=False):
        if not np.array_equal(frame, shown):
            yield shown, edge - begin
            shown, begin = frame, edge
    yield shown, int(edges[-1]) - begin


def choose_palette(frames: Sequence[np.ndarray], colors: np.ndarray) -> np.ndarray:
    """Choose the colours of a GIF, (m, 3) uint8: first the colours to keep, then colours that represent the others.

    The others are pixels from a few frames, which are evenly spread over the film.
    """
    _, first = np.unique(cells_of(colors), return_index=True)  # one colour of each cell is enough
    kept = summarize(colors[first], N_KEPT)
    chosen = np.unique(np.linspace(0, len(frames) - 1, N_SAMPLE_FRAMES).astype(int)).tolist()
    step = len(chosen) * frames[0][..., 0].size // N_SAMPLE | 1  # odd: an even step could stay in one column
    sample = np.concatenate([frames[i].reshape(-1, 3)[i % step :: step] for i in chosen])
    others = sample[~np.isin(cells_of(sample), cells_of(kept))]
    return np.concatenate([kept, summarize(others, N_ENTRIES - len(kept))])


def summarize(colors: np.ndarray, n_colors: int) -> np.ndarray:
    """Return at most n_colors that represent these, (n, 3) uint8. If there are more, k-means finds them.

    >>> summarize(np.array([[0, 0, 0], [4, 0, 0], [9, 9, 9], [9, 9, 9]], dtype=np.uint8), 2)
    array([[9, 9, 9],
           [2, 0, 0]], dtype=uint8)
    """
    seen = count_colors(colors)
    if len(seen.colors) <= n_colors:
        return seen.colors
    model = KMeans(n_colors, max_iter=4, random_state=0, keep_history=False)  # later iterations move little
    model.fit(seen.colors * 1.0, sample_weight=seen.counts)  # floats: `fit` would count uint8 again
    return np.rint(model.cluster_centers_).astype(np.uint8)


def cells_of(pixels: np.ndarray) -> np.ndarray:
    """Return the number of the cell of each colour: (..., 3) uint8 give (...) uint32, below 2¹⁸.

    >>> cells_of(np.array([[0, 0, 3], [0, 0, 4], [255, 255, 255]], dtype=np.uint8)).tolist()
    [0, 1, 262143]
    """
    red, green, blue = np.moveaxis(pixels >> 2, -1, 0)  # without the two lowest bits: 0 to 63
    return red.astype(np.uint32) << 12 | green.astype(np.uint32) << 6 | blue


def number_pixels(frames: Sequence[np.ndarray], palette: np.ndarray) -> Iterator[np.ndarray]:
    """Yield each frame as numbers of palette entries, counted from 1: (h, w) uint8."""
    table = np.zeros(2**18, dtype=np.uint8)  # from cells to entries; 0: not yet known
    # The cell of an entry gets this entry. If two entries share a cell, the first one wins: it is written last.
    table[cells_of(palette)[::-1]] = np.arange(len(palette), 0, -1)
    for frame in frames:
        cells = cells_of(frame)
        numbers = table[cells]
        if not numbers.all():
            new = np.unique(cells[numbers == 0])  # (n,)
            middles = np.stack([new >> 12, new >> 6 & 63, new & 63], axis=1) * 4 + 1.5  # (n, 3)
            table[new] = assign(middles.astype(np.float32), palette.astype(np.float32)) + 1
            numbers = table[cells]
        yield numbers


def reduce_colors(frames: Sequence[np.ndarray], colors: np.ndarray) -> Iterator[np.ndarray]:
    """Yield frames, each (h, w, 3) uint8, in the colours of their GIF."""
    palette = choose_palette(frames, colors)
    for numbers in number_pixels(frames, palette):
        yield palette[numbers - 1]


def to_ticks(durations: Sequence[int], length: float) -> np.ndarray:
    """Return when frames begin and the last one ends, in ticks of `length` ms. Rounding errors do not add up.

    >>> to_ticks([44, 44, 44], 10)
    array([ 0,  4,  9, 13])
    """
    return np.rint(np.cumsum([0, *durations]) / length).astype(int)
