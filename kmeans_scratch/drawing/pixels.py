"""Writing and pasting straight into pixels.

matplotlib lays out and rasterises a text anew each time it is drawn, and resamples each picture: in a film of a
hundred frames that is most of the work. Here a text is rasterised once, and then only copied.
"""

from functools import lru_cache

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from ..lloyd import Array

DPI = 100


@lru_cache(maxsize=4096)
def text_mask(text: str, size: float, weight: str = "normal") -> Array:
    """Rasterise a text: (h, w), how much of each pixel is ink, from 0 to 1. `size` is in points.

    >>> text_mask("7", 10).shape == text_mask("8", 10).shape
    True
    """
    figure = Figure(dpi=DPI)
    canvas = FigureCanvasAgg(figure)
    label = figure.text(0, 0, text, size=size, weight=weight, linespacing=1.25)
    box = label.get_window_extent(canvas.get_renderer())
    figure.set_size_inches((box.width + 4) / DPI, (box.height + 4) / DPI)
    label.set_position((2 / figure.bbox.width, (2 - box.y0) / figure.bbox.height))
    canvas.draw()
    return 1 - np.asarray(canvas.buffer_rgba())[:, :, 0] / 255


def write(
    pixels: Array,
    text: str,
    x: float,
    y: float,
    *,
    size: float,
    weight: str = "normal",
    color: float = 0.0,
    align: tuple[float, float] = (0.5, 0.5),
) -> None:
    """Write a text into pixels (h, w, 3) uint8, in a grey from 0 to 1, in place.

    x counts from the left, y from the top; `align` says which point of the text goes there: (0, 0) its upper left
    corner, (0.5, 0.5) its middle. What sticks out is cut off.
    """
    mask = text_mask(text, size, weight)
    left, top = round(x - align[0] * mask.shape[1]), round(y - align[1] * mask.shape[0])
    mask = mask[max(0, -top) :, max(0, -left) :]
    window = pixels[max(0, top) :, max(0, left) :][: mask.shape[0], : mask.shape[1]]
    mask = mask[: window.shape[0], : window.shape[1], None]
    window[:] = np.rint((1 - mask) * window + mask * (255 * color))


def paste(pixels: Array, picture: Array, left: int, top: int) -> None:
    """Copy a picture (h, w, 3) uint8 into pixels, in place."""
    pixels[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
