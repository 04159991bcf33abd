"""Colours in a terminal: how many it shows, swatches, and a picture of half blocks.

A terminal that shows all colours gets them as they are. Others show 256: a cube of 6 × 6 × 6 colours, and 24 greys.
There, each colour is replaced by the nearest one, which `assign` finds.
Some users want no colours: https://no-color.org.
"""

import os
from itertools import product
from typing import TextIO

import numpy as np

from ..fast.colors import ink_on
from ..fast.steps import assign

RESET = "\x1b[0m"
INK, GROUND = 38, 48  # the codes of a letter's colour, and of the colour behind it
ALL_COLORS = 2**24
LEVELS = (0, 95, 135, 175, 215, 255)  # of red, green and blue in the cube of 216 colours
FIRST = 16  # the number of the cube's first colour: users choose the 16 colours before it
CUBE_AND_GREYS = np.array([*product(LEVELS, repeat=3), *((grey,) * 3 for grey in range(8, 239, 10))], dtype=float)


def count_colors_of(out: TextIO) -> int:
    """Return how many colours a stream shows: all, 256, or 0 if it is no terminal or its user wants no colours."""
    term = os.environ.get("TERM", "")
    if not out.isatty() or os.environ.get("NO_COLOR") or term == "dumb":
        return 0
    if not (out.encoding or "utf-8").lower().startswith("utf"):
        return 0  # it could not write half blocks either
    if os.environ.get("COLORTERM") in ("truecolor", "24bit") or "WT_SESSION" in os.environ:  # Windows Terminal
        return ALL_COLORS
    return 256 if "256color" in term else 0


def color_codes(code: int, colors: np.ndarray, n_shown: int) -> list[str]:
    r"""Return the codes that choose colours, (n, 3) uint8, for letters (INK) or for what is behind them (GROUND).

    `n_shown` is how many colours the terminal shows: 256 or more.

    >>> color_codes(INK, np.array([[250, 0, 9]]), ALL_COLORS), color_codes(INK, np.array([[250, 0, 9]]), 256)
    (['\x1b[38;2;250;0;9m'], ['\x1b[38;5;196m'])
    """
    if n_shown == 256:
        return [f"\x1b[{code};5;{number + FIRST}m" for number in assign(np.asarray(colors, float), CUBE_AND_GREYS)]
    return [f"\x1b[{code};2;{red};{green};{blue}m" for red, green, blue in np.asarray(colors).tolist()]


def half_blocks(colors: np.ndarray, groups: np.ndarray, n_shown: int = ALL_COLORS) -> list[str]:
    r"""Return a picture as lines of half blocks, two pixels in each: groups (h, w), -1 for a transparent pixel.

    >>> half_blocks(np.array([[250, 0, 0], [0, 0, 9]]), np.array([[0], [1]]))
    ['\x1b[38;2;250;0;0m\x1b[48;2;0;0;9m▀\x1b[0m']
    """
    inks, grounds = (color_codes(code, colors, n_shown) for code in (INK, GROUND))
    groups = np.pad(groups, ((0, len(groups) % 2), (0, 0)), constant_values=-1)
    lines = zip(groups[::2], groups[1::2], strict=True)
    return ["".join(half_block(inks, grounds, *pair) for pair in zip(*line, strict=True)) + RESET for line in lines]


def half_block(inks: list[str], grounds: list[str], upper: int, lower: int) -> str:
    """Return one cell. A pixel that is not opaque keeps the terminal's own background."""
    if upper >= 0 and lower >= 0:
        return inks[upper] + grounds[lower] + "▀"
    if upper >= 0 or lower >= 0:
        return RESET + inks[max(upper, lower)] + ("▀" if upper >= 0 else "▄")
    return RESET + " "


def swatches(colors: np.ndarray, columns: int, n_shown: int = ALL_COLORS) -> str:
    """Return the number of each group on its colour (k, 3), as many in a line as fit."""
    cells = [swatch(color, f"{group:^5}", n_shown) for group, color in enumerate(colors, start=1)]
    fit = max(1, columns // 5)
    return "\n".join("".join(cells[start : start + fit]) for start in range(0, len(cells), fit))


def swatch(color: np.ndarray, text: str, n_shown: int = ALL_COLORS) -> str:
    r"""Return text on a colour (3,), in black or white.

    >>> swatch(np.array([250, 0, 9]), " 1 ")
    '\x1b[48;2;250;0;9m\x1b[38;2;255;255;255m 1 \x1b[0m'
    """
    (ground,) = color_codes(GROUND, np.array([color]), n_shown)
    (ink,) = color_codes(INK, np.full((1, 3), ink_on(color)), n_shown)
    return f"{ground}{ink}{text}{RESET}"
