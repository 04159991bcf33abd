"""Pixels that take no part: those that a mask covers, and those whose colours are ignored."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..fast.colors import to_hex
from .image import ImageError, Picture, read_image
from .spaces import to_oklab

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
    ignored, points = np.zeros(len(colors), dtype=bool), None
    for color, distance in map(read_ignored, ignore):
        if distance == 0:
            ignored |= (colors == color).all(axis=1)
        else:
            points = to_oklab(colors) if points is None else points
            ignored |= 100 * np.sqrt(((points - to_oklab(color)) ** 2).sum(axis=1)) <= distance
    return ignored


def note_of_ignored(n_ignored: int, n: int, ignore: Sequence[str]) -> str:
    """Say how many of n pixels were left out, and why.

    >>> note_of_ignored(2, 4, ["#fff~10", "000"])
    '2 of 4 pixels were left out: within 10 of #ffffff, and #000000'
    """
    reasons = []
    for color, distance in map(read_ignored, ignore):
        reasons.append(f"within {distance:g} of {to_hex(color)}" if distance else to_hex(color))
    return f"{n_ignored:,} of {n:,} pixels were left out: {', and '.join(reasons)}"


def masked(picture: Picture, mask: Any) -> Picture:
    """Return the picture without the pixels that a mask covers: those that are black in it, or darker than half.

    The mask is a picture of the same size; see `read_image`. Its transparent pixels cover, too. Raises ImageError.

    >>> stones = read_image(np.array([[[200, 0, 0], [0, 200, 0]]], dtype=np.uint8))
    >>> masked(stones, np.array([[255, 0]], dtype=np.uint8)).pixels
    array([[200,   0,   0]], dtype=uint8)
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
    n_covered = picture.n_opaque - int(left.sum())
    note = f"{n_covered:,} of {picture.n_opaque:,} pixels were left out by the mask"
    return replace(picture, opaque=left, note="; ".join(filter(None, [picture.note, note])))
