"""Stones and plates as small pictures, RGBA (h, w, 4) uint8, to be laid on a table."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from ...fast.colors import as_color
from ...pictures.rock_drawing import lay_over, rock_sprite
from ...pictures.rocks import rock_collection
from .pixels import blend

SHADOW = 3  # pixels, how far a stone's shadow falls


def lay(table: np.ndarray, sprite: np.ndarray, middle: Sequence[float]) -> None:
    """Lay a sprite (h, w, 4) on a table (h, w, 3) uint8, in place, middle at (x, y). Parts outside are cut off."""
    left, top = round(middle[0] - sprite.shape[1] / 2), round(middle[1] - sprite.shape[0] / 2)
    blend(table, sprite[..., :3], sprite[..., 3] / np.float32(255), left, top)


def crop(sprite: np.ndarray) -> np.ndarray:
    """Cut off the transparent margins of a sprite (h, w, 4)."""
    rows, columns = np.nonzero(sprite[..., 3])
    return sprite[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def shaded(sprite: np.ndarray) -> np.ndarray:
    """Give a stone its shadow, on the side away from the lamp (h, w, 4)."""
    ground = np.zeros((sprite.shape[0] + SHADOW, sprite.shape[1] + SHADOW, 4), dtype=np.uint8)
    lay_over(ground, np.dstack([0 * sprite[..., :3], sprite[..., 3] // 3]), SHADOW, SHADOW)
    lay_over(ground, sprite, 0, 0)
    return ground


@lru_cache(maxsize=1)
def grey_stone() -> np.ndarray:
    """Draw the stone that all models are made of, 90 pixels long (h, w, 4): plain quartz, in a middle grey."""
    rock = rock_collection(1)[0]
    rock["kind"], rock["color"], rock["length"], rock["angle"], rock["seed"] = "quartz", 128, 45, 0, 3
    return crop(rock_sprite(rock, pixels_per_mm=2))


@lru_cache(maxsize=512)
def model_stone(color: tuple[int, int, int], length: int) -> np.ndarray:
    """Make the grey stone `length` pixels long and of this mean colour: RGBA (h, w, 4) uint8."""
    grey = grey_stone()
    down, right = (averages(side, max(1, round(side * length / grey.shape[1]))) for side in grey.shape[:2])
    stone = np.einsum("hi,wj,ijc->hwc", down, right, grey, optimize=True)
    stone[..., :3] *= np.array(color) / 128  # light and shade, times the colour
    return as_color(stone)


def averages(n: int, m: int) -> np.ndarray:
    """Return the matrix (m, n) that shrinks a line of n pixels to m. Each is the mean of its part of the line.

    >>> averages(3, 2).round(2).tolist()
    [[0.67, 0.33, 0.0], [0.0, 0.33, 0.67]]
    """
    before = (np.arange(m + 1)[:, None] * n / m - np.arange(n)).clip(0, 1)  # shares of pixels before each border
    return np.diff(before, axis=0) * m / n


@lru_cache(maxsize=512)
def oval(width: float, height: float, rim: float, color: tuple[int, int, int]) -> np.ndarray:
    """Draw a white plate. Its rim is `rim` pixels wide and of this colour. RGBA (h, w, 4) uint8."""
    y, x = np.mgrid[: round(height), : round(width)] + 0.5
    inwards = (1 - np.hypot(2 * x / width - 1, 2 * y / height - 1)) * min(width, height) / 2  # pixels from the edge
    plate, white = (inwards + 0.5).clip(0, 1)[..., None], (inwards - rim + 0.5).clip(0, 1)[..., None]  # shares
    return np.rint(np.dstack([255 * white + (1 - white) * color, 255 * plate])).astype(np.uint8)
