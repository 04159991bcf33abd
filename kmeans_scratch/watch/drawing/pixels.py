"""Writing and pasting straight into pixels.

matplotlib lays out and rasterises a text anew each time it is drawn, and resamples each picture: in a film of a
hundred frames that is most of the work. Here a text is rasterised once, and then only copied.
"""

from functools import lru_cache

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, get_hinting_flag
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font

DPI = 100


@lru_cache(maxsize=4096)
def text_mask(text: str, size: float, weight: str = "normal") -> np.ndarray:
    """Rasterise a text: (h, w), how much of each pixel is ink, from 0 to 1. `size` is in points.

    >>> text_mask("7", 10).shape == text_mask("8", 10).shape
    True
    """
    figure = Figure(dpi=DPI, facecolor="white")
    canvas = FigureCanvasAgg(figure)
    label = figure.text(0, 0, text, size=size, weight=weight, linespacing=1.25, color="black")
    box = label.get_window_extent(canvas.get_renderer())
    figure.set_size_inches((box.width + 4) / DPI, (box.height + 4) / DPI)
    label.set_position((2 / figure.bbox.width, (2 - box.y0) / figure.bbox.height))
    canvas.draw()
    return 1 - np.asarray(canvas.buffer_rgba())[:, :, 0] / 255


@lru_cache(maxsize=4096)
def text_width(text: str, size: float) -> float:
    """Measure a text of one line, in pixels; faster than to rasterise it."""
    font = get_font(findfont(FontProperties()))
    font.set_size(size, DPI)
    font.set_text(text, 0.0, flags=get_hinting_flag())
    return font.get_width_height()[0] / 64  # which it gives in 64ths


def wrap(text: str, width: float, size: float) -> str:
    """Break a text into lines of at most `width` pixels, between words. `size` is in points.

    >>> wrap("the first models", 80, size=11).splitlines()
    ['the first', 'models']
    """
    space = 0.32 * size * DPI / 72
    lines, right = [], np.inf
    for word in text.split():
        right += space + text_width(word, size)
        if right > width:
            lines, right = [*lines, ""], text_width(word, size)
        lines[-1] += f" {word}"
    return "\n".join(line.strip() for line in lines)


def write(
    pixels: np.ndarray,
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


def paste(pixels: np.ndarray, picture: np.ndarray, left: int, top: int) -> None:
    """Copy a picture (h, w, 3) uint8 into pixels, in place."""
    pixels[top : top + picture.shape[0], left : left + picture.shape[1]] = picture


def paste_framed(pixels: np.ndarray, picture: np.ndarray, left: int, top: int) -> None:
    """Copy a picture into pixels with a thin grey line around it, since white would not show on white."""
    bottom, right = top + picture.shape[0], left + picture.shape[1]
    pixels[top - 1 : bottom + 1, left - 1 : right + 1] = 128
    paste(pixels, picture, left, top)


def dots(
    pixels: np.ndarray,
    places: np.ndarray,
    colors: np.ndarray,
    diameter: int | np.ndarray,
    rim: int = 0,
    rim_light: float = 0.0,
) -> None:
    """Paint round dots into pixels (h, w, 3 or 4) uint8, in place: the later ones cover the earlier.

    places (n, 2) count from the left and the top; colors (n, 3) go from 0 to 1; the outer `rim` pixels
    have only `rim_light` of the dot's light: 0 is black.
    """
    diameters = np.broadcast_to(diameter, len(places))
    for size in np.unique(diameters):
        chosen = diameters == size
        offsets, inside = disc(int(size), rim)  # (m, 2), (m,)
        x, y = (np.rint(places[chosen])[:, None, :] + offsets).astype(int).clip(0).T  # (m, n) each
        light = np.where(inside, 1.0, rim_light)[:, None]  # (m, 1)
        painted = np.rint(255 * colors[chosen][:, None, :] * light)  # (n, m, 3)
        pixels[y.T.clip(max=pixels.shape[0] - 1), x.T.clip(max=pixels.shape[1] - 1), :3] = painted


@lru_cache
def disc(diameter: int, rim: int) -> tuple[np.ndarray, np.ndarray]:
    """List the pixels of a disc, (m, 2) from its middle, and which of them, (m,), are inside its rim.

    >>> disc(3, 0)[0].tolist()
    [[0, -1], [-1, 0], [0, 0], [1, 0], [0, 1]]
    """
    side = np.arange(diameter) - (diameter - 1) // 2
    x, y = (axis.ravel() for axis in np.meshgrid(side, side))
    middle = 0.5 * ((diameter + 1) % 2)  # of an even disc, between two pixels
    far = np.hypot(x - middle, y - middle)
    disc = far < diameter / 2 - 0.2
    return np.stack([x, y], axis=1)[disc], far[disc] < diameter / 2 - 0.2 - rim
