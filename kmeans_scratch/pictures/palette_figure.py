"""The picture beside its palette: the figure at the end of the article."""

from math import ceil
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.patches import Rectangle

from ..fast.colors import to_hex
from ..text import plural
from .image import Picture
from .source import file_name

MOST_ROWS = 36  # more would be too small to read
MOST_LETTERS = 28  # this number fits above the picture, even if all letters are W


def palette_figure(
    name: str, picture: Picture | None, colors: np.ndarray, proportions: np.ndarray, bar: np.ndarray
) -> Figure:
    """Draw the picture on the left, and its bar and its colours on the right, with number, hex and percentage.

    If there is no picture, there is no left half. `colors` are (k, 3) uint8, `proportions` (k,), and `bar` is
    (height, width, 3) uint8.
    """
    if picture is None:
        figure = Figure(figsize=(5, 5), layout="constrained")
        above, below = figure.subplots(2, 1, height_ratios=[1, 4])
        figure.suptitle(drawable(name, MOST_LETTERS))
        draw_bar(above, bar, len(colors))
        draw_table(below, colors, proportions)
        return figure
    figure = Figure(figsize=(10, 5), layout="constrained")
    halves: Any = figure.subfigures(1, 2, width_ratios=[1, 1], wspace=0.04)
    original, right = halves
    draw_picture(original.add_subplot(), picture)
    above, below = right.subplots(2, 1, height_ratios=[1, 4])
    draw_bar(above, bar, len(colors))
    draw_table(below, colors, proportions)
    return figure


def draw_picture(axes: Axes, picture: Picture) -> None:
    """Show the picture. Pixels that are not opaque stay blank."""
    alpha = np.where(picture.opaque, 255, 0).astype(np.uint8)
    axes.imshow(np.dstack([picture.rgb, alpha]))
    axes.set_title(drawable(file_name(picture.name), MOST_LETTERS), parse_math=False)
    axes.set_axis_off()


def draw_bar(axes: Axes, bar: np.ndarray, n_colors: int) -> None:
    """Show the bar, 50 × 300 as in the article."""
    axes.imshow(bar, aspect="auto", interpolation="nearest")
    axes.set_title(plural(n_colors, "colour"))
    axes.set_xticks([])
    axes.set_yticks([])


def draw_table(axes: Axes, colors: np.ndarray, proportions: np.ndarray) -> None:
    """List the colours in columns of at most 12: number, swatch, hex and percentage."""
    axes.set_axis_off()
    shown = min(len(colors), MOST_ROWS)
    n_columns = ceil(shown / 12)
    n_rows = max(6, ceil(shown / n_columns))
    gap = 0.13  # between columns: wider than the gaps within, so that a percentage stays with its colour
    axes.set(xlim=(0, n_columns - gap), ylim=(n_rows + (len(colors) > shown), 0))
    size, swatch = [(15, 0.17), (12, 0.15), (9, 0.1)][n_columns - 1]
    rows = zip(colors / 255, map(to_hex, colors), proportions, strict=True)
    for number, (color, hex_, share) in list(enumerate(rows))[:shown]:
        column, row = divmod(number, n_rows)
        style: dict[str, Any] = {"y": row + 0.5, "va": "center", "fontsize": size}
        axes.text(column + 0.1, s=str(number + 1), ha="right", **style)
        axes.add_patch(
            Rectangle((column + 0.12, row + 0.1), swatch, 0.8, facecolor=color, edgecolor="0.4", linewidth=0.8)
        )
        axes.text(column + 0.15 + swatch, s=hex_, family="monospace", **style)
        axes.text(column + 1 - gap, s=f"{share:.1%}", ha="right", **style)
    if len(colors) > shown:
        rest = proportions[shown:].sum()
        axes.text(0.12, n_rows + 0.5, f"and {len(colors) - shown} more: {rest:.1%}", va="center", fontsize=size)


def drawable(text: str, most: int) -> str:
    """Shorten a text in the middle, and write □ for letters that the font lacks.

    >>> drawable("a-photograph-of-rocks.png", 12)
    'a-phot…s.png'
    """
    known = get_font(findfont(FontProperties())).get_charmap()
    text = "".join(letter if ord(letter) in known else "□" for letter in text)
    return text if len(text) <= most else f"{text[: most // 2]}…{text[len(text) - (most - 1) // 2 :]}"
