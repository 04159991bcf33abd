"""Writing, pasting and painting points straight into pixels.

matplotlib turns a text into pixels each time it draws it, and it resamples each picture. In a film of a hundred
frames this would be most of the work. Here a text becomes pixels once, and is then only copied.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, get_hinting_flag
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font

DPI = 100
FRAME_LIGHT = 128  # grey of the thin line around pictures
SHAPES = ("disc", "plus", "triangle", "ring", "diamond", "wedge", "square")  # neighbours differ most


def blend(pixels: np.ndarray, picture: Any, alpha: Any, left: int, top: int) -> None:
    """Lay a picture, (h, w, 3) or one grey, over pixels (H, W, 3) uint8, in place. Parts outside are cut off.

    `alpha`, (h, w) or one number from 0 to 1, is the opacity of the picture.
    """
    height, width = np.shape(alpha)[:2] if np.ndim(alpha) else np.shape(picture)[:2]
    inside = np.s_[max(0, -top) : max(0, pixels.shape[0] - top), max(0, -left) : max(0, pixels.shape[1] - left)]
    window = pixels[max(0, top) : max(0, top + height), max(0, left) : max(0, left + width)]
    if np.ndim(picture):
        picture = picture[inside]
    if np.ndim(alpha):
        alpha = alpha[inside][..., None].astype(np.float32)
    window[:] = window + alpha * (picture - window.astype(np.float32)) + np.float32(0.5)


def paste(pixels: np.ndarray, picture: np.ndarray, left: int, top: int) -> None:
    """Copy a picture (h, w, 3) uint8 into pixels, in place. All of it must fit."""
    pixels[top : top + picture.shape[0], left : left + picture.shape[1]] = picture


def paste_framed(pixels: np.ndarray, picture: np.ndarray, left: int, top: int) -> None:
    """Copy a picture into pixels, with a thin grey line around it: otherwise white would not show on white."""
    bottom, right = top + picture.shape[0], left + picture.shape[1]
    pixels[top - 1 : bottom + 1, left - 1 : right + 1] = FRAME_LIGHT
    paste(pixels, picture, left, top)


@lru_cache(maxsize=4096)
def text_mask(text: str, size: float, weight: str = "normal") -> np.ndarray:
    """Turn a text into pixels, (h, w): 1 is all ink, 0 is no ink. `size` is in points.

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
    """Return the width of a text of one line, in pixels. This is faster than `text_mask`."""
    font = get_font(findfont(FontProperties()))
    font.set_size(size, DPI)
    font.set_text(text, 0.0, flags=get_hinting_flag())
    return font.get_width_height()[0] / 64  # the unit is 1/64 of a pixel


def wrap(text: str, width: float, size: float) -> str:
    """Break a text into lines of at most `width` pixels, between words. `size` is in points.

    >>> wrap("the first models", 80, size=11).splitlines()
    ['the first', 'models']
    """
    space = 0.32 * size * DPI / 72
    lines: list[str] = []
    right = np.inf
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
    grey: float = 0.0,
    align: tuple[float, float] = (0.5, 0.5),
) -> None:
    """Write a text into pixels (h, w, 3) uint8, in a grey from 0 to 255, in place.

    x counts from the left, y from the top. `align` is the point of the text that is put there: (0, 0) is its upper
    left corner, (0.5, 0.5) is its middle. Parts outside are cut off.
    """
    mask = text_mask(text, size, weight)
    blend(pixels, grey, mask, round(x - align[0] * mask.shape[1]), round(y - align[1] * mask.shape[0]))


Stamp = tuple[np.ndarray, np.ndarray, np.ndarray]


@lru_cache
def point_stamp(shape: str, diameter: float, rim: float) -> Stamp:
    """Make the shape of a point: the offsets of its pixels, (m, 2), and the cover and filling of each pixel, (m,).

    The cover is the share of the pixel that the point covers. The filling is the same without the rim, which is `rim`
    pixels wide. All shapes of the same diameter have about the same area.

    >>> offsets, cover, filling = point_stamp("square", 3, 0)
    >>> print(len(offsets), cover.sum().round(1))  # about 3 × 3 × π / 4
    9 7.6
    """
    reach = int(0.72 * diameter) + 1
    x, y = (axis.ravel() for axis in np.meshgrid(np.arange(-reach, reach + 1.0), np.arange(-reach, reach + 1.0)))
    radius = diameter / 2
    inwards = {  # pixels from the outline to the inside
        "disc": radius - np.hypot(x, y),
        "plus": np.minimum(1.15 * radius - np.maximum(abs(x), abs(y)), 0.42 * radius - np.minimum(abs(x), abs(y))),
        "triangle": 0.777 * radius - np.maximum(y, 0.866 * abs(x) - 0.5 * y),
        "ring": 1.12 * radius - np.hypot(x, y),
        "diamond": 0.886 * radius - (abs(x) + abs(y)) / np.sqrt(2),
        "wedge": 0.777 * radius - np.maximum(-y, 0.866 * abs(x) + 0.5 * y),
        "square": 0.886 * radius - np.maximum(abs(x), abs(y)),
    }[shape]
    hole = np.hypot(x, y) - 0.5 * radius if shape == "ring" else np.inf  # pixels from the hole to the outside
    cover, filling = ((np.minimum(depth, hole) + 0.5).clip(0, 1) for depth in (inwards, inwards - rim))
    seen, offsets = cover > 0, np.stack([x, y], axis=1).astype(int)
    return offsets[seen], cover[seen].astype(np.float32), filling[seen].astype(np.float32)


@lru_cache
def ring_stamp(diameter: float, width: float) -> Stamp:
    """Make a ring of this inner diameter. The filling is the dark ring, and the rim is a light ring around it."""
    reach = int(diameter / 2 + 2 * width) + 1
    x, y = (axis.ravel() for axis in np.meshgrid(np.arange(-reach, reach + 1), np.arange(-reach, reach + 1)))
    far = np.hypot(x, y)
    begins = (far - diameter / 2 + 0.5).clip(0, 1)
    cover, filling = ((diameter / 2 + wide - far + 0.5).clip(0, 1) * begins for wide in (1.6 * width, width))
    seen = cover > 0
    return np.stack([x, y], axis=1)[seen], cover[seen].astype(np.float32), filling[seen].astype(np.float32)


@dataclass(frozen=True, eq=False)
class Layout:
    """Where points are seen: for each pixel that is covered, the point on top. All are (m,)."""

    pixels: np.ndarray  #: numbers of the covered pixels, in the flat picture
    points: np.ndarray  #: the point on top of each
    cover: np.ndarray  #: how much of the pixel it covers
    filling: np.ndarray  #: how much of the pixel lies within its rim


def lay_out(shape: tuple[int, ...], places: np.ndarray, stamps: Sequence[Stamp], which: np.ndarray) -> Layout:
    """Find the point on top of each pixel of a picture (h, w, ...): the later points cover the earlier.

    places (n, 2) count from the left and the top; `which` (n,) says which of the stamps each point has.
    """
    height, width = shape[:2]
    longest = max((len(cover) for _, cover, _ in stamps), default=1)
    top = np.full(height * width, -1)  # for each pixel: the point on top × longest + the pixel of its stamp
    for number, (offsets, cover, _) in enumerate(stamps):
        points = np.flatnonzero(which == number)  # (p,)
        x, y = (np.rint(places[points])[:, None, :] + offsets).astype(int).clip(0).T  # (m, p) each
        place = (np.minimum(y, height - 1) * width + np.minimum(x, width - 1)).T.ravel()
        code = (points[:, None] * longest + np.arange(len(cover))).ravel()
        above = code > top[place]
        top[place[above]] = code[above]  # the points ascend, and numpy keeps the last
    covered = np.flatnonzero(top >= 0)
    point, part = np.divmod(top[covered], longest)
    table = np.zeros((2, max(len(stamps), 1), longest), dtype=np.float32)
    for number, (_, cover, filling) in enumerate(stamps):
        table[:, number, : len(cover)] = cover, filling
    return Layout(covered, point, *table[:, which[point], part])


def color_points(pixels: np.ndarray, layout: Layout, colors: np.ndarray, rims: np.ndarray) -> None:
    """Paint points into pixels (h, w, 3 or 4) uint8, in place; colors and rims (n, 3) go from 0 to 255."""
    flat = pixels.reshape(-1, pixels.shape[2])
    cover, filling = layout.cover[:, None], layout.filling[:, None]
    painted = (1 - cover) * flat[layout.pixels, :3] + filling * colors.astype(np.float32)[layout.points]
    painted += (cover - filling) * rims.astype(np.float32)[layout.points]
    flat[layout.pixels, :3] = np.rint(painted)


def paint(pixels: np.ndarray, places: np.ndarray, colors: np.ndarray, rims: np.ndarray, stamp: Stamp) -> None:
    """Paint points of one shape, as `lay_out` and `color_points` do."""
    layout = lay_out(pixels.shape, places, [stamp], np.zeros(len(places), dtype=int))
    color_points(pixels, layout, colors, rims)
