"""Pixels that take no part: those that a mask covers, and those whose colours are ignored."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..fast.colors import CountedColors, to_hex
from .image import ImageError, Picture, read_image
from .spaces import delta_e

HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


def read_hex(text: str) -> np.ndarray:
    """Read a colour as web pages write it: (3,) uint8. Raises ValueError.

    >>> read_hex("#f80"), read_hex("1B9E77")
    (array([255, 136,   0], dtype=uint8), array([ 27, 158, 119], dtype=uint8))
    """
    found = HEX.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        raise ValueError(f"{text!r} should be a colour such as '#1b9e77' or '#fff'")
    digits = found[1] if len(found[1]) == 6 else "".join(2 * digit for digit in found[1])
    return np.frombuffer(bytes.fromhex(digits), dtype=np.uint8)


def read_ignored(text: str) -> tuple[np.ndarray, float]:
    """Read a colour and a distance, such as "#fff~10". Without a distance it is 0. Raises ValueError.

    >>> read_ignored("#fff~10")
    (array([255, 255, 255], dtype=uint8), 10.0)
    """
    color, tilde, number = text.partition("~") if isinstance(text, str) else (text, "", "")
    try:
        distance = float(number) if tilde else 0.0
    except ValueError:
        distance = np.nan
    if not 0 <= distance < np.inf:
        raise ValueError(f"{text!r}: the distance after ~ should be a number >= 0, such as '#fff~10'")
    return read_hex(color), distance


def is_ignored(colors: np.ndarray, ignore: Sequence[str]) -> np.ndarray:
    """Return which colours, (n, 3) uint8, are near one of those to ignore: (n,) bool. See `read_ignored`.

    The distance is 100 times the distance in OKLab.

    >>> is_ignored(np.array([[250, 250, 250], [0, 0, 0]], dtype=np.uint8), ["#fff~10"])
    array([ True, False])
    """
    ignored = np.zeros(len(colors), dtype=bool)
    for item in ignore:
        ignored |= is_near(colors, item)
    return ignored


def is_near(colors: np.ndarray, item: str) -> np.ndarray:
    """Return which colours, (n, 3) uint8, are near one colour to ignore, such as "#fff~10": (n,) bool."""
    color, distance = read_ignored(item)
    return delta_e(colors, color) <= distance if distance else (colors == color).all(axis=1)


def count_ignored(seen: CountedColors, ignore: Sequence[str]) -> dict[str, int]:
    """Return how many pixels each item of `ignore` leaves out. If two items fit a colour, the first one counts.

    >>> seen = CountedColors(np.array([[0, 0, 0], [250, 250, 250]], dtype=np.uint8), np.array([3, 4]), None)
    >>> count_ignored(seen, ["#fff~10", "#eee~10"])
    {'#ffffff~10': 4, '#eeeeee~10': 0}
    """
    counted, left = {}, np.ones(len(seen.colors), dtype=bool)
    for item in ignore:
        color, distance = read_ignored(item)
        near = left & is_near(seen.colors, item)
        counted[to_hex(color) + (f"~{distance:g}" if distance else "")] = int(seen.counts[near].sum())
        left &= ~near
    return counted


def masked(picture: Picture, mask: Any) -> tuple[Picture, int]:
    """Return the picture without the pixels that a mask covers, and how many these are.

    The covered pixels are those that are black in the mask, or darker than half.

    The mask is a picture of the same size; see `read_image`. Its transparent pixels cover, too. Raises ImageError.

    >>> stones = read_image(np.array([[[200, 0, 0], [0, 200, 0]]], dtype=np.uint8))
    >>> left, n_covered = masked(stones, np.array([[255, 0]], dtype=np.uint8))
    >>> left.pixels, n_covered
    (array([[200,   0,   0]], dtype=uint8), 1)
    """
    cover = read_image(mask)
    if cover.opaque.shape != picture.opaque.shape:
        raise ImageError(
            f"{cover.name}: a mask of {cover.width} × {cover.height} pixels should be as large as the picture, "
            f"{picture.width} × {picture.height}"
        )
    bright = cover.rgb.mean(axis=2) >= 127.5
    left = picture.opaque & cover.opaque & bright
    if not left.any():
        raise ImageError(f"{cover.name}: this mask covers all {picture.n_opaque:,} pixels of {picture.name}")
    return replace(picture, opaque=left), picture.n_opaque - int(left.sum())
