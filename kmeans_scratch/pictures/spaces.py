"""Spaces of colours: red, green and blue as files have them, and OKLab, in which distances fit what eyes see.

A step of 10 in red, green or blue is hardly seen in some colours, and plainly in others. OKLab has other axes:
lightness L from 0 (black) to 1 (white), a (from green to red) and b (from blue to yellow). Equal steps in it look
about equally large.

The way from sRGB takes three steps. First, each byte becomes an amount of light. (sRGB stores dark colours in finer
steps.) Then a matrix computes how strongly the three kinds of cones in the eye answer to this light. Twice as much
light does not look twice as bright, so the cube root of each answer is taken. At last, a second matrix makes L, a and
b of the three roots.

Source: B. Ottosson, "A perceptual color space for image processing", 2020.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
FROM_CONES, FROM_LAB = np.linalg.inv(TO_CONES), np.linalg.inv(TO_LAB)


def to_light(bytes_: np.ndarray) -> np.ndarray:
    """Return the amounts of light, from 0 to 1, of values of sRGB from 0 to 255."""
    values = bytes_ / 255
    return np.where(values <= 0.04045, values / 12.92, ((np.maximum(values, 0) + 0.055) / 1.055) ** 2.4)


def from_light(light: np.ndarray) -> np.ndarray:
    """Return the values of sRGB, from 0 to 255 and not rounded, of amounts of light."""
    return 255 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * np.maximum(light, 0) ** (1 / 2.4) - 0.055)


LIGHT = to_light(np.arange(256))  # of each byte


def to_oklab(colors: np.ndarray) -> np.ndarray:
    """Return colours of sRGB, (..., 3), in OKLab: (..., 3). They are uint8, or any numbers from 0 to 255.

    >>> to_oklab(np.array([[255, 255, 255], [255, 0, 0]], dtype=np.uint8)).round(3) + 0.0
    array([[1.   , 0.   , 0.   ],
           [0.628, 0.225, 0.126]])
    """
    light = LIGHT[colors] if colors.dtype == np.uint8 else to_light(colors)
    return np.cbrt(light @ TO_CONES.T) @ TO_LAB.T


def from_oklab(lab: np.ndarray) -> np.ndarray:
    """Return points of OKLab, (..., 3), in sRGB: (..., 3), not rounded.

    If a point is no colour of sRGB, one of its values is below 0 or above 255.

    >>> from_oklab(np.array([1.0, 0, 0])).round(3)
    array([255., 255., 255.])
    """
    return from_light((lab @ FROM_LAB.T) ** 3 @ FROM_CONES.T)


def delta_e(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return how different colours look: 100 times their distance in OKLab. Both are (..., 3) uint8.

    A difference of 1 or 2 is hardly seen. From black to white it is 100.

    >>> delta_e(np.array([0, 0, 0], dtype=np.uint8), np.array([255, 255, 255], dtype=np.uint8)).round(2)
    np.float64(100.0)
    """
    return 100 * np.sqrt(((to_oklab(one) - to_oklab(other)) ** 2).sum(axis=-1))


@dataclass(frozen=True)
class Space:
    """How colours become points, and how points become colours again."""

    points: Callable[[np.ndarray], np.ndarray]  #: colours (n, 3), from 0 to 255, to points (n, 3)
    rgb: Callable[[np.ndarray], np.ndarray]  #: points (n, 3) to colours (n, 3), not rounded


SPACES = {"rgb": Space(lambda colors: colors, lambda points: points), "oklab": Space(to_oklab, from_oklab)}


def space_of(name: str) -> Space:
    """Return the space with this name. Raises ValueError if there is none.

    >>> space_of("lab")
    Traceback (most recent call last):
    ValueError: space='lab' should be 'rgb' or 'oklab'
    """
    if name not in SPACES:
        raise ValueError(f"space={name!r} should be 'rgb' or 'oklab'")
    return SPACES[name]
