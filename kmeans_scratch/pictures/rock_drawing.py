"""Draw the rocks of the table, stone by stone, with NumPy. Each stone takes four steps:

1. **Outline.** The distance of the edge from the middle, in every direction: an ellipse times a sum of a few waves in
   the angle. Without the waves it is an egg. With them it is a stone.
2. **Height.** Inside the outline the stone is a dome, high in the middle and 0 at the edge. A few tilted planes cut
   flat facets from it, and small bumps make it rough.
3. **Light.** The slopes of the height give the direction of each spot, its normal. The more the normal points to
   the lamp, the brighter the spot. This is Lambert's law: light = normal · lamp.
4. **Colour.** The stone's colour, times the light, times the grain of the mineral: speckles, bands, veins. At the end
   all pixels are shifted until their mean is the colour in the table.
"""

import numpy as np

from ..seeding import Random
from .rocks import BUMP, KINDS, ROCK, THICKNESS_RATIO, TRAY, WIDTH_RATIO, Kind, check_whole, reach, rock_collection

LAMP = np.array([-0.5, -0.55, 0.67])  # the direction of the lamp: left, up (rows count downwards), out of the picture


def rock_picture(rocks: np.ndarray | None = None, *, size: int = 500, random_state: Random = 0) -> np.ndarray:
    """Return a picture of rocks on a transparent background: RGBA (size, size, 4) uint8.

    `rocks` is a table from `rock_collection` or a part of one. If it is None, `random_state` makes one. The mean of a
    stone's pixels, weighted by alpha, is the `color` in the table. Raises ValueError if `size` is below 1.

    >>> picture = rock_picture(size=100)
    >>> picture.shape, picture[0, 0].tolist()
    ((100, 100, 4), [0, 0, 0, 0])
    """
    rocks = rock_collection(random_state=random_state) if rocks is None else rocks
    corners, scale = rock_corners(rocks, size=size), rock_scale(rocks, size=size)
    picture = np.zeros((size, size, 4), np.uint8)
    for rock, (row, column) in zip(rocks, corners, strict=True):
        lay_over(picture, rock_sprite(rock, pixels_per_mm=scale), row, column)
    return picture


def rock_scale(rocks: np.ndarray, *, size: int = 500) -> float:
    """Return the pixels per mm in the picture. The picture shows the whole tray, and rocks that lie outside it."""
    check_whole("size", size)
    kind = getattr(rocks, "dtype", type(rocks).__name__)
    if kind != ROCK or rocks.ndim != 1:
        raise ValueError(f"rocks of {kind} should be a table from rock_collection, or some rows of it")
    right, down = rocks["x"] + reach(rocks, 0), rocks["y"] + reach(rocks, np.pi / 2)
    return size / max(right.max(initial=TRAY), down.max(initial=TRAY))


def rock_corners(rocks: np.ndarray, *, size: int = 500) -> np.ndarray:
    """Return the row and column of the upper left pixel of each stone in the picture: (n, 2)."""
    scale = rock_scale(rocks, size=size)
    middles = np.column_stack([rocks["y"], rocks["x"]]) * scale
    return np.floor(middles).astype(int) - half_size(rocks, scale)


def rock_sprite(rock: np.void, *, pixels_per_mm: float = 2.0) -> np.ndarray:
    """Return a picture of one rock of the table, with the rock in its middle: RGBA (h, w, 4) uint8.

    `seed` in the table decides its outline and grain. Raises ValueError if `pixels_per_mm` is not above 0.

    >>> rock_sprite(rock_collection()[0]).shape
    (57, 53, 4)
    """
    if not pixels_per_mm > 0:
        raise ValueError(f"pixels_per_mm={pixels_per_mm!r} should be > 0")
    rng = np.random.default_rng(rock["seed"])
    rows, columns = half_size(rock, pixels_per_mm)
    y, x = np.mgrid[-rows : rows + 1, -columns : columns + 1] / pixels_per_mm  # (h, w) each, mm
    turn, half_length = np.radians(rock["angle"]), rock["length"] / 2
    along = (x * np.cos(turn) + y * np.sin(turn)) / half_length  # -1 … 1 from end to end
    across = (y * np.cos(turn) - x * np.sin(turn)) / (half_length * WIDTH_RATIO)  # -1 … 1 from side to side

    outward = _outward(along, across, rng)
    alpha = np.clip((1 - outward) * half_length * pixels_per_mm + 0.5, 0, 1)  # soft over one pixel
    height = _height(outward, along, across, rng) * half_length * THICKNESS_RATIO
    for wavelength, bumps in [(12, 0.3), (4, 0.1), (1.6, 0.04)]:  # mm
        height = height + bumps * _noise(x.shape, wavelength * pixels_per_mm, rng)
    light = _light(height * pixels_per_mm)
    grain = _grain(KINDS[rock["kind"]], across * half_length, pixels_per_mm, rng)
    pixels = _with_mean(rock["color"] * (light * grain)[..., None], rock["color"], alpha)
    return np.rint(np.dstack([pixels, 255 * alpha])).astype(np.uint8)


def lay_over(picture: np.ndarray, sprite: np.ndarray, row: int, column: int) -> None:
    """Lay one RGBA picture over another, in place, its upper left pixel at row, column. Parts outside are cut off."""
    sprite = sprite[max(-row, 0) :, max(-column, 0) :]
    window = picture[max(row, 0) :, max(column, 0) :][: sprite.shape[0], : sprite.shape[1]]
    sprite = sprite[: window.shape[0], : window.shape[1]]
    over = sprite[..., 3:] / 255
    under = window[..., 3:] / 255 * (1 - over)  # visible through the sprite
    alpha = over + under
    color = (sprite[..., :3] * over + window[..., :3] * under) / np.where(alpha > 0, alpha, 1)
    window[:] = np.rint(np.dstack([color, 255 * alpha]))


def _outward(along: np.ndarray, across: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return how far each spot is from the middle: 0 in the middle, 1 on the outline (h, w)."""
    direction = np.arctan2(across, along)
    edge = np.ones_like(direction)
    for waves in range(2, 8):  # per turn: 2 make it long, 3 give it three corners, ...
        edge += rng.normal(0, 0.12) / waves * np.cos(waves * direction + rng.uniform(0, 2 * np.pi))
    return np.hypot(along, across) / (edge * BUMP / edge.max())


def _height(outward: np.ndarray, along: np.ndarray, across: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return a dome that is cut by five tilted planes (h, w). The soft minimum rounds the edges, as water does."""
    height = np.sqrt(np.maximum(1 - outward**2, 0))
    for _ in range(5):
        downhill, slope, top = rng.uniform([0, 0.3, 0.75], [2 * np.pi, 1.0, 1.0])
        plane = top - slope * (along * np.cos(downhill) + across * np.sin(downhill))
        height = -0.03 * np.logaddexp(-height / 0.03, -plane / 0.03)
    return height


def _light(height: np.ndarray) -> np.ndarray:
    """Return the light by Lambert's law, plus light from everywhere (h, w): from 0.55 in the shade to 1.15."""
    down, right = np.gradient(height)
    steep = np.maximum(np.hypot(down, right) / 1.8, 1)  # the slope at the rim would be infinite
    normals = np.stack([-right / steep, -down / steep, np.ones_like(height)])  # (3, h, w)
    normals = normals / np.linalg.norm(normals, axis=0)
    facing = np.tensordot(LAMP / np.linalg.norm(LAMP), normals, axes=1)  # (h, w)
    return 0.55 + 0.6 * np.maximum(facing, 0)


def _grain(kind: Kind, across: np.ndarray, pixels_per_mm: float, rng: np.random.Generator) -> np.ndarray:
    """Return the pattern of the mineral, around 1 (h, w)."""
    fine, warp, field = (_noise(across.shape, mm * pixels_per_mm, rng) for mm in (1.3, 15, 12))
    bands = np.sin(across + 1.2 * warp)
    veins = np.exp(-((field / 0.12) ** 2))  # thin lines along which the field is 0
    return 1 + kind.speckles * fine + kind.bands * bands + kind.veins * veins


def _noise(shape: tuple[int, ...], wavelength: float, rng: np.random.Generator) -> np.ndarray:
    """Return random bumps with mean 0 and spread 1: white noise without waves shorter than `wavelength` pixels."""
    waves = np.fft.rfft2(rng.normal(size=shape))
    down, right = np.fft.fftfreq(shape[0])[:, None], np.fft.rfftfreq(shape[1])  # waves per pixel
    bumps = np.fft.irfft2(waves * np.exp(-(down**2 + right**2) * wavelength**2), shape)
    return (bumps - bumps.mean()) / (bumps.std() + 1e-9)


def _with_mean(pixels: np.ndarray, color: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """Shift all pixels until their mean, weighted by alpha, is `color`. Clipping moves the mean, so this repeats."""
    for _ in range(10):
        pixels = np.clip(pixels + color - np.average(pixels, axis=(0, 1), weights=alpha), 0, 255)
    return pixels


def half_size(rocks: np.ndarray | np.void, pixels_per_mm: float) -> np.ndarray:
    """Return the rows above and the columns left of the middle of each stone's picture (…, 2)."""
    extents = np.stack([reach(rocks, np.pi / 2), reach(rocks, 0)], axis=-1)
    return np.ceil(extents * pixels_per_mm).astype(int)
