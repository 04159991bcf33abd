"""The rock collection: a table of rocks, and their picture drawn by NumPy.

The table says of every rock what it is, how long (mm), how heavy (g), of which colour, and where it lies on the tray.
The picture is drawn from the table alone, stone by stone, each in four steps:

1. **Outline.** How far the edge is from the middle, in every direction: an ellipse times a sum of a few waves in the
   angle. Without the waves it is an egg, with them a stone.
2. **Height.** Inside the outline the stone is a dome, high in the middle and 0 at the edge. A few tilted planes cut
   flat facets from it, and small bumps roughen it.
3. **Light.** The slopes of the height say which way each spot faces: its normal. The more it faces the lamp, the
   brighter it is. This is Lambert's law: light = normal · lamp.
4. **Colour.** The stone's colour times the light, times the grain of the mineral: speckles, bands, veins. At last all
   pixels move together until their mean is the colour in the table.

So what k-means finds in the picture can be looked up in the table.
"""

from typing import NamedTuple

import numpy as np

from ..seeding import Random, as_generator

__all__ = [
    "KINDS",
    "paste",
    "rock_collection",
    "rock_corners",
    "rock_picture",
    "rock_scale",
    "rock_sprite",
    "rock_weight",
]

TRAY = 250.0  # mm, the side of the square tray
SIEVES = (44.0, 30.0, 20.0)  # mm: large, middle and small rocks
WIDTH, THICKNESS = 0.75, 0.5  # of the length: flattened ellipsoids, as a river leaves them
BUMP = 1.1  # the farthest bump of an outline, times the ellipse
GAP = 1.0  # mm, at least, between rocks
LAMP = np.array([-0.5, -0.55, 0.67])  # the way to the lamp: left, up (rows count downwards), out of the picture


class Kind(NamedTuple):
    """A kind of stone: density in g/cm³, usual colour, and how strong its patterns are (0 = none)."""

    density: float
    color: tuple[int, int, int]
    speckles: float
    bands: float
    veins: float  # light ones; below 0, dark ones


KINDS = {  # from dark to light in even steps: who does not see red and green can still tell them apart
    "basalt": Kind(2.95, (54, 57, 66), speckles=0.18, bands=0.0, veins=0.0),
    "sandstone": Kind(2.35, (152, 74, 56), speckles=0.05, bands=0.12, veins=0.0),
    "serpentine": Kind(2.60, (98, 142, 106), speckles=0.06, bands=0.0, veins=0.25),
    "limestone": Kind(2.50, (206, 164, 98), speckles=0.08, bands=0.03, veins=0.0),
    "quartz": Kind(2.65, (204, 203, 199), speckles=0.02, bands=0.0, veins=-0.08),
}
ROCK = np.dtype(
    [
        ("kind", "U10"),
        ("length", float),  # mm
        ("weight", float),  # g
        ("color", np.uint8, 3),  # mean RGB
        ("x", float),  # mm from the left of the tray to the middle of the rock
        ("y", float),  # mm from the top
        ("angle", int),  # degrees, which way its length points
        ("seed", int),  # of its outline and grain
    ]
)


def rock_weight(length: np.ndarray, density: np.ndarray) -> np.ndarray:
    """Weight in g of rocks `length` mm long, of `density` g/cm³: an ellipsoid's π/6 · length · width · thickness.

    >>> round(rock_weight(40, 2.65), 1)  # 4π cm³ of quartz
    33.3
    """
    return np.pi / 6 * WIDTH * THICKNESS * (length / 10) ** 3 * density


def rock_collection(n_rocks: int = 45, *, random_state: Random = 0) -> np.ndarray:
    """Collect rocks of five kinds and three sizes: a structured array (n_rocks,) with the fields of `ROCK`.

    Lengths scatter by 6 %, densities by 3 %, colours by a few levels. The size of a rock has nothing to do with its
    kind: grouped by size and weight, the collection falls apart in one way, by colour in another. The same
    `random_state` gives the same rocks. ValueError if `n_rocks` is below 1.

    >>> rocks = rock_collection()
    >>> rocks["kind"][:3].tolist(), rocks["length"][:3].tolist(), rocks["weight"][:3].tolist()
    (['sandstone', 'sandstone', 'limestone'], [27.3, 46.6, 32.9], [9.8, 46.5, 17.1])
    """
    _check_whole("n_rocks", n_rocks)
    rng = as_generator(random_state)
    every = np.arange(n_rocks)
    rocks = np.zeros(n_rocks, ROCK)
    rocks["kind"] = np.array(list(KINDS))[every % len(KINDS)]
    sizes = np.array(SIEVES)[every // len(KINDS) % len(SIEVES)]
    densities = [KINDS[kind].density for kind in rocks["kind"]] * rng.normal(1, 0.03, n_rocks)
    colors = [KINDS[kind].color for kind in rocks["kind"]] + rng.normal(0, 5, (n_rocks, 1))  # lighter or darker
    rocks["color"] = np.rint(colors + rng.normal(0, 2, (n_rocks, 3)))  # and a little of another hue
    rocks["length"] = np.round(sizes * rng.normal(1, 0.06, n_rocks), 1)
    rocks["weight"] = np.round(rock_weight(rocks["length"], densities), 1)
    rocks["angle"] = rng.integers(180, size=n_rocks)
    rocks["seed"] = rng.integers(100_000, size=n_rocks)
    rng.shuffle(rocks)
    _lay_out(rocks, rng)
    return rocks


def rock_picture(rocks: np.ndarray | None = None, *, size: int = 500, random_state: Random = 0) -> np.ndarray:
    """Draw rocks on a transparent ground: RGBA (size, size, 4) uint8.

    `rocks` is a table from `rock_collection` or a part of one; None collects with `random_state`. The mean colour of
    a stone's pixels, each counted by its alpha, is the `color` in the table. ValueError if `size` is below 1.

    >>> picture = rock_picture(size=100)
    >>> picture.shape, picture[0, 0].tolist()
    ((100, 100, 4), [0, 0, 0, 0])
    """
    rocks = rock_collection(random_state=random_state) if rocks is None else rocks
    corners, scale = rock_corners(rocks, size=size), rock_scale(rocks, size=size)
    picture = np.zeros((size, size, 4), np.uint8)
    for rock, (row, column) in zip(rocks, corners, strict=True):
        paste(picture, rock_sprite(rock, pixels_per_mm=scale), row, column)
    return picture


def rock_scale(rocks: np.ndarray, *, size: int = 500) -> float:
    """Pixels per mm in the picture: the whole tray is in it, and more when rocks lie beyond its rim."""
    _check_whole("size", size)
    found = getattr(rocks, "dtype", type(rocks).__name__)
    if found != ROCK or rocks.ndim != 1:
        raise ValueError(f"rocks of {found} should be a table from rock_collection, or some rows of it")
    right, down = rocks["x"] + _reach(rocks, 0), rocks["y"] + _reach(rocks, np.pi / 2)
    return size / max(right.max(initial=TRAY), down.max(initial=TRAY))


def rock_corners(rocks: np.ndarray, *, size: int = 500) -> np.ndarray:
    """Where each sprite's upper left pixel is in the picture: rows and columns (n, 2)."""
    scale = rock_scale(rocks, size=size)
    middles = np.column_stack([rocks["y"], rocks["x"]]) * scale
    return np.floor(middles).astype(int) - _half_size(rocks, scale)


def rock_sprite(rock: np.void, *, pixels_per_mm: float = 2.0) -> np.ndarray:
    """Draw one rock of the table, its middle in the middle: RGBA (h, w, 4) uint8, just large enough.

    Its outline and grain are the rock's own (`seed`). ValueError if `pixels_per_mm` is not above 0.

    >>> rock_sprite(rock_collection()[0]).shape
    (57, 53, 4)
    """
    if not pixels_per_mm > 0:
        raise ValueError(f"pixels_per_mm={pixels_per_mm!r} should be > 0")
    rng = np.random.default_rng(rock["seed"])
    rows, columns = _half_size(rock, pixels_per_mm)
    y, x = np.mgrid[-rows : rows + 1, -columns : columns + 1] / pixels_per_mm  # (h, w) each, mm
    turn, half_length = np.radians(rock["angle"]), rock["length"] / 2
    along = (x * np.cos(turn) + y * np.sin(turn)) / half_length  # -1 … 1 from end to end
    across = (y * np.cos(turn) - x * np.sin(turn)) / (half_length * WIDTH)  # -1 … 1 from side to side

    outward = _outward(along, across, rng)
    alpha = np.clip((1 - outward) * half_length * pixels_per_mm + 0.5, 0, 1)  # soft over one pixel
    height = _height(outward, along, across, rng) * half_length * THICKNESS
    for wavelength, bumps in [(12, 0.3), (4, 0.1), (1.6, 0.04)]:  # mm
        height = height + bumps * _noise(x.shape, wavelength * pixels_per_mm, rng)
    light = _light(height * pixels_per_mm)
    grain = _grain(KINDS[rock["kind"]], across * half_length, pixels_per_mm, rng)
    pixels = _with_mean(rock["color"] * (light * grain)[..., None], rock["color"], alpha)
    return np.rint(np.dstack([pixels, 255 * alpha])).astype(np.uint8)


def paste(picture: np.ndarray, sprite: np.ndarray, row: int, column: int) -> None:
    """Lay a sprite over an RGBA picture, in place, its upper left pixel at row, column. What sticks out is cut."""
    sprite = sprite[max(-row, 0) :, max(-column, 0) :]
    window = picture[max(row, 0) :, max(column, 0) :][: sprite.shape[0], : sprite.shape[1]]
    sprite = sprite[: window.shape[0], : window.shape[1]]
    over = sprite[..., 3:] / 255
    under = window[..., 3:] / 255 * (1 - over)  # what shines through
    alpha = over + under
    color = (sprite[..., :3] * over + window[..., :3] * under) / np.where(alpha > 0, alpha, 1)
    window[:] = np.rint(np.dstack([color, 255 * alpha]))


def _outward(along, across, rng):
    """How far out each spot is: 0 in the middle, 1 on the outline (h, w)."""
    direction = np.arctan2(across, along)
    edge = np.ones_like(direction)
    for waves in range(2, 8):  # in one turn: 2 make it long, 3 three-cornered, …
        edge += rng.normal(0, 0.12) / waves * np.cos(waves * direction + rng.uniform(0, 2 * np.pi))
    return np.hypot(along, across) / (edge * BUMP / edge.max())


def _height(outward, along, across, rng):
    """A dome, cut by five tilted planes (h, w). The soft minimum rounds the edges as water does."""
    height = np.sqrt(np.maximum(1 - outward**2, 0))
    for _ in range(5):
        downhill, slope, top = rng.uniform([0, 0.3, 0.75], [2 * np.pi, 1.0, 1.0])
        plane = top - slope * (along * np.cos(downhill) + across * np.sin(downhill))
        height = -0.03 * np.logaddexp(-height / 0.03, -plane / 0.03)
    return height


def _light(height):
    """Lambert's law with some light from all around (h, w): 0.55 in the shade, 1.15 facing the lamp."""
    down, right = np.gradient(height)
    steep = np.maximum(np.hypot(down, right) / 1.8, 1)  # the rim would fall off endlessly
    normals = np.stack([-right / steep, -down / steep, np.ones_like(height)])  # (3, h, w)
    normals = normals / np.linalg.norm(normals, axis=0)
    facing = np.tensordot(LAMP / np.linalg.norm(LAMP), normals, axes=1)  # (h, w)
    return 0.55 + 0.6 * np.maximum(facing, 0)


def _grain(kind, across, pixels_per_mm, rng):
    """The pattern of the mineral, around 1 (h, w)."""
    fine, warp, field = (_noise(across.shape, mm * pixels_per_mm, rng) for mm in (1.3, 15, 12))
    bands = np.sin(across + 1.2 * warp)
    veins = np.exp(-((field / 0.12) ** 2))  # thin lines where the field goes through 0
    return 1 + kind.speckles * fine + kind.bands * bands + kind.veins * veins


def _noise(shape, wavelength, rng):
    """Random bumps, mean 0, spread 1: white noise without the waves shorter than `wavelength` pixels."""
    waves = np.fft.rfft2(rng.normal(size=shape))
    down, right = np.fft.fftfreq(shape[0])[:, None], np.fft.rfftfreq(shape[1])  # waves per pixel
    bumps = np.fft.irfft2(waves * np.exp(-(down**2 + right**2) * wavelength**2), shape)
    return (bumps - bumps.mean()) / (bumps.std() + 1e-9)


def _with_mean(pixels, color, alpha):
    """Move all pixels together until their mean, counted by alpha, is `color`. Clipping moves it: so, a few times."""
    for _ in range(10):
        pixels = np.clip(pixels + color - np.average(pixels, axis=(0, 1), weights=alpha), 0, 255)
    return pixels


def _lay_out(rocks, rng):
    """Set x and y: the largest rock first, each where there is most room. Without room, the tray grows."""
    side, laid = TRAY * max(1, len(rocks) / 45) ** 0.5, []
    for i in np.argsort(-rocks["length"], kind="stable"):
        while True:
            tries = rng.uniform(0, side, (500, 2))  # x, y
            room = _room(tries, rocks[i], rocks[laid], side)
            if room.max() >= GAP:
                break
            side *= 1.02
        rocks["x"][i], rocks["y"][i] = np.round(tries[room.argmax()], 1)
        laid.append(i)


def _room(tries, rock, laid, side):
    """The gap in mm between a rock at each of the tries and its nearest neighbour, or the rim (n_tries,)."""
    reach = np.array([_reach(rock, 0), _reach(rock, np.pi / 2)])
    to_rim = np.minimum(tries, side - tries) - reach
    right, down = tries[:, None, 0] - laid["x"], tries[:, None, 1] - laid["y"]  # (n_tries, n_laid)
    way = np.arctan2(down, right)
    gaps = np.hypot(right, down) - _reach(rock, way) - _reach(laid, way)
    return np.column_stack([gaps, to_rim]).min(axis=1)


def _reach(rock, way):
    """How far, in mm, a rock stretches from its middle in the direction `way`, at most."""
    turn = way - np.radians(rock["angle"])
    return BUMP * rock["length"] / 2 * np.hypot(np.cos(turn), WIDTH * np.sin(turn))


def _half_size(rocks, pixels_per_mm):
    """Rows above and columns left of the middle of each sprite (…, 2)."""
    reach = np.stack([_reach(rocks, np.pi / 2), _reach(rocks, 0)], axis=-1)
    return np.ceil(reach * pixels_per_mm).astype(int)


def _check_whole(name, value):
    if not isinstance(value, (int, np.integer)) or value < 1:
        raise ValueError(f"{name}={value!r} should be a whole number >= 1")
