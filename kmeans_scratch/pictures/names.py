"""Names of colours: those that web pages know (CSS), and those that people gave in a survey (xkcd).

The tables are matplotlib's. The name of a colour is that of the nearest colour in the table, as eyes see it. Some
names of the survey are not for a classroom. They are left out.
"""

import re
from functools import cache
from typing import Any

import numpy as np

from .spaces import to_oklab

RUDE = re.compile(r"shit|poo|piss|puke|vomit|barf|snot|booger|diarrhea")


@cache
def table(kind: str) -> tuple[list[str], np.ndarray]:
    """Return the names of a kind, "css" or "xkcd", and their places in OKLab, (names, 3)."""
    from matplotlib.colors import CSS4_COLORS, XKCD_COLORS  # here, because it takes long to load

    hex_of: dict[str, Any] = CSS4_COLORS if kind == "css" else XKCD_COLORS
    hex_of = {name: hex_ for name, hex_ in hex_of.items() if not RUDE.search(name)}
    names = [name.removeprefix("xkcd:") for name in hex_of]
    return names, to_oklab(np.array([list(bytes.fromhex(hex_[1:])) for hex_ in hex_of.values()], dtype=np.uint8))


def nearest_names(colors: np.ndarray, kind: str = "css") -> list[str]:
    """Return the nearest name of each colour, (k, 3) uint8. The kind is "css" or "xkcd".

    >>> colors = np.array([[255, 99, 71], [10, 10, 60]], dtype=np.uint8)
    >>> nearest_names(colors), nearest_names(colors, "xkcd")
    (['tomato', 'midnightblue'], ['orange pink', 'navy blue'])
    """
    names, places = table(kind)
    distances = ((to_oklab(colors)[:, None] - places) ** 2).sum(axis=2)  # (k, names), squared
    return [names[number] for number in distances.argmin(axis=1)]
