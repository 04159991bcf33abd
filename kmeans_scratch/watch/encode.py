"""Turn the frames of an animation into the bytes of a file: GIF, WebP, MP4, or one sheet of pictures.

A GIF has 256 colours for all of its frames together. Which 256? Those that stand for all the colours of the film.
That is what k-means is for: the palette of every GIF is chosen by our own `KMeans`.

Pixels find their palette entries through a table. To keep it short, the cube of all colours is cut into 64 × 64 × 64
*cells*, 4 levels wide each way; the colours of a cell share an entry. There is no dithering: what is flat stays flat.
"""

import os
from dataclasses import dataclass
from importlib.util import find_spec
from math import ceil, sqrt
from typing import Any

import numpy as np

from ..estimator import KMeans
from ..fast.colors import count_colors
from ..fast.steps import assign
from ..pictures.output import OutputError

N_ENTRIES = 255  # colours of a GIF's palette: one of the 256 numbers is left to say "as in the frame before"
N_KEPT = 155  # at most so many of them for the colours that must survive; the rest is for everything else
N_SAMPLE = 2**15  # pixels of the film that its palette is chosen from
SLOWEST, FASTEST = 10, 60  # frames a second in an MP4
ENDLESS = {"plugin": "pillow", "is_batch": True, "save_all": True, "loop": 0}  # an animation that begins again
MAX_TILES, MAX_COLUMNS, MAX_WIDTH, GAP, GREY = 12, 4, 2000, 4, 208  # of the sheet; width and gap in pixels


@dataclass(frozen=True, eq=False)
class Film:
    """An animation, drawn and not yet encoded. A pause is one frame that lasts longer."""

    frames: list[np.ndarray]  #: each (h, w, 3) uint8, all of one size
    durations: list[int]  #: how long each frame is shown, in milliseconds
    stops: list[int]  #: the numbers of the frames at which an iteration is complete, ascending
    colors: np.ndarray  #: (m, 3) uint8, the colours that must survive in a GIF, such as those of all the centroids


def encode(film: Film, suffix: str) -> bytes:
    """Encode a film as the kind of file that a suffix names, one of SUFFIXES. Raises what `check_video` raises.

    >>> white = np.full((48, 64, 3), 255, dtype=np.uint8)
    >>> dusk = Film([white, white // 2], [400, 1200], [0, 1], white[0, :1])
    >>> encode(dusk, ".gif")[:6]
    b'GIF89a'
    """
    check_video(suffix)
    return ENCODERS[suffix](film)


def check_video(path: str | os.PathLike[str]) -> None:
    """Raise OutputError where path ends in .mp4 and PyAV is missing: best asked before a film is drawn."""
    if os.fspath(path).lower().endswith(".mp4") and find_spec("av") is None:
        raise OutputError(path, "needs the extra 'video': pip install 'kmeans-scratch[video]'")


def to_gif(film: Film) -> bytes:
    """Encode a film as an endless GIF."""
    palette = choose_palette(film)
    table = nearest_entries(film.frames, palette)
    numbers = np.stack([table[cells_of(frame)] for frame in film.frames])  # (n_frames, h, w)
    durations = (np.diff(ticks(film.durations, 10)) * 10).tolist()  # a GIF counts in hundredths of a second
    # Pillow crops each frame to what changed; in there, what did not gets the number 0, which is transparent.
    only_changes = {"optimize": True, "transparency": 0, "disposal": 1, "palette": bytes(3) + palette.tobytes()}
    return write(numbers, ".gif", duration=durations, **only_changes, **ENDLESS)


def choose_palette(film: Film) -> np.ndarray:
    """Choose the colours of a GIF, (m, 3) uint8: first those to keep, then the ones that stand for the rest."""
    _, first = np.unique(cells_of(film.colors), return_index=True)  # one colour of each cell is enough
    kept = summarize(film.colors[first], N_KEPT)
    step = len(film.frames) * film.frames[0][..., 0].size // N_SAMPLE | 1  # odd, so as not to walk down a column
    sample = np.concatenate([frame.reshape(-1, 3)[i % step :: step] for i, frame in enumerate(film.frames)])
    others = sample[~np.isin(cells_of(sample), cells_of(kept))]
    return np.concatenate([kept, summarize(others, N_ENTRIES - len(kept))])


def summarize(colors: np.ndarray, n_colors: int) -> np.ndarray:
    """Find at most n_colors that stand for these, (n, 3) uint8: themselves if they are so few, else by k-means.

    >>> summarize(np.array([[0, 0, 0], [4, 0, 0], [9, 9, 9], [9, 9, 9]], dtype=np.uint8), 2)
    array([[9, 9, 9],
           [2, 0, 0]], dtype=uint8)
    """
    seen = count_colors(colors)
    if len(seen.colors) <= n_colors:
        return seen.colors
    model = KMeans(n_colors, max_iter=4, random_state=0, keep_history=False)  # later iterations move little
    model.fit(seen.colors * 1.0, sample_weight=seen.counts)  # as floats, which it does not count again
    return np.rint(model.cluster_centers_).astype(np.uint8)


def cells_of(pixels: np.ndarray) -> np.ndarray:
    """Number the cells that colours lie in: (..., 3) uint8 give (...) uint32, below 2¹⁸.

    >>> cells_of(np.array([[0, 0, 3], [0, 0, 4], [255, 255, 255]], dtype=np.uint8)).tolist()
    [0, 1, 262143]
    """
    red, green, blue = np.moveaxis(pixels >> 2, -1, 0)  # without the two lowest bits: 0 to 63
    return red.astype(np.uint32) << 12 | green.astype(np.uint32) << 6 | blue


def nearest_entries(frames: list[np.ndarray], palette: np.ndarray) -> np.ndarray:
    """Make the table from cells to palette entries, counted from 1: (2¹⁸,) uint8."""
    table = np.zeros(2**18, dtype=np.uint8)
    for frame in frames:
        table[cells_of(frame)] = 1
    cells = np.flatnonzero(table)  # (n,), those that occur
    middles = np.stack([cells >> 12, cells >> 6 & 63, cells & 63], axis=1) * 4 + 1.5  # (n, 3)
    table[cells] = assign(middles.astype(np.float32), palette.astype(np.float32)) + 1
    # An entry's own cell is its own. Backwards: of two in a cell the first one, a colour to keep, has the last word.
    table[cells_of(palette)[::-1]] = np.arange(len(palette), 0, -1)
    return table


def ticks(durations: list[int], length: float) -> np.ndarray:
    """Say when frames begin and the last one ends, in ticks of `length` ms. Rounding does not add up.

    >>> ticks([44, 44, 44], 10)
    array([ 0,  4,  9, 13])
    """
    return np.rint(np.cumsum([0, *durations]) / length).astype(int)


def to_webp(film: Film) -> bytes:
    """Encode a film as an endless WebP: lossy, which is less than half as large as lossless and looks the same."""
    return write(np.stack(film.frames), ".webp", duration=film.durations, quality=85, method=2, **ENDLESS)


def write(frames: Any, suffix: str, **options: Any) -> bytes:
    """Write frames, each (h, w) or (h, w, 3) uint8, or a single one, by imageio, which is loaded only here."""
    import imageio.v3 as iio

    return iio.imwrite("<bytes>", frames, extension=suffix, **options)


def to_mp4(film: Film) -> bytes:
    """Encode a film as H.264 in the form that every player and every slide program shows.

    Its frames have even sides and all last equally long: as long as our shortest; the others are repeated.
    """
    height, width, _ = film.frames[0].shape
    even = [np.pad(frame, ((0, height % 2), (0, width % 2), (0, 0)), "edge") for frame in film.frames]
    fps = min(max(round(1000 / min(film.durations)), SLOWEST), FASTEST)
    repeats = np.diff(ticks(film.durations, 1000 / fps))
    frames = [frame for frame, n in zip(even, repeats, strict=True) for _ in range(n)]
    h264 = {"plugin": "pyav", "codec": "libx264", "out_pixel_format": "yuv420p"}
    return write(frames, ".mp4", fps=fps, **h264)


def to_png(film: Film) -> bytes:
    """Encode a film as one picture: the ends of its iterations side by side, at most twelve of them."""
    chosen = np.linspace(0, len(film.stops) - 1, min(MAX_TILES, len(film.stops)))  # the first and the last too
    tiles = [film.frames[film.stops[i]] for i in np.rint(chosen).astype(int)]
    n_columns = min(MAX_COLUMNS, ceil(sqrt(len(tiles))))
    while n_columns * tiles[0].shape[1] > MAX_WIDTH:
        tiles = [halve(tile) for tile in tiles]
    return write(arrange(tiles, n_columns), ".png", optimize=True)


def halve(pixels: np.ndarray) -> np.ndarray:
    """Shrink a picture, (h, w, 3) uint8, to half its width and height: each pixel is the mean of four."""
    height, width = pixels.shape[0] // 2 * 2, pixels.shape[1] // 2 * 2  # an odd last row or column is left out
    fours = pixels[:height, :width].reshape(height // 2, 2, width // 2, 2, 3)
    return np.rint(fours.mean(axis=(1, 3))).astype(np.uint8)


def arrange(tiles: list[np.ndarray], n_columns: int) -> np.ndarray:
    """Lay pictures of one size out in rows, with thin grey gaps."""
    height, width = tiles[0].shape[0] + GAP, tiles[0].shape[1] + GAP
    sheet = np.full((ceil(len(tiles) / n_columns) * height, n_columns * width, 3), GREY, dtype=np.uint8)
    for i, tile in enumerate(tiles):
        top, left = i // n_columns * height, i % n_columns * width
        sheet[top : top + height - GAP, left : left + width - GAP] = tile
    return sheet[:-GAP, :-GAP]  # no gap after the last ones


ENCODERS = {".gif": to_gif, ".webp": to_webp, ".mp4": to_mp4, ".png": to_png}
SUFFIXES = tuple(ENCODERS)
