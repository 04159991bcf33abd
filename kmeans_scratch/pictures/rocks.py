"""The rock collection: a table with one row for each rock.

Each rock has a kind, a length (mm), a weight (g), a colour, a place on the tray and a direction. `rock_drawing` draws
the picture from this table alone. So the table shows whether k-means finds the right groups in the picture.
"""

from typing import NamedTuple

import numpy as np

from ..seeding import Random, as_generator

TRAY = 250.0  # mm, the side of the square tray
SIEVES = (44.0, 30.0, 20.0)  # mm: large, middle and small rocks
WIDTH_RATIO, THICKNESS_RATIO = 0.75, 0.5  # of the length: flat ellipsoids, like stones in a river
BUMP = 1.1  # an outline reaches at most this many times as far as the ellipse
LEAST_ROOM = 1.0  # mm between rocks


class Kind(NamedTuple):
    """A kind of stone: density in g/cm³, usual colour, and the strength of its patterns (0: none)."""

    density: float
    color: tuple[int, int, int]
    speckles: float
    bands: float
    veins: float  # light ones; below 0, dark ones


KINDS = {  # from dark to light in even steps, so that people who do not see red and green can tell them apart
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
        ("angle", int),  # degrees, the direction of its length
        ("seed", int),  # of its outline and grain
    ]
)


def rock_weight(length: np.ndarray, density: np.ndarray) -> np.ndarray:
    """Return the weight in g of rocks `length` mm long, of `density` g/cm³.

    The volume is that of an ellipsoid: π/6 · length · width · thickness.

    >>> round(rock_weight(40, 2.65), 1)  # 4π cm³ of quartz
    33.3
    """
    return np.pi / 6 * WIDTH_RATIO * THICKNESS_RATIO * (length / 10) ** 3 * density


def rock_collection(n_rocks: int = 45, *, random_state: Random = 0) -> np.ndarray:
    """Return a table of rocks of five kinds and three sizes: a structured array (n_rocks,) with the fields of `ROCK`.

    Lengths vary by 6 %, densities by 3 %, colours by a few levels. The size of a rock does not depend on its kind. So
    k-means by size and weight finds other groups than k-means by colour. The same `random_state` gives the same
    rocks. Raises ValueError if `n_rocks` is below 1.

    >>> rocks = rock_collection()
    >>> rocks["kind"][:3].tolist(), rocks["length"][:3].tolist(), rocks["weight"][:3].tolist()
    (['sandstone', 'sandstone', 'limestone'], [27.3, 46.6, 32.9], [9.8, 46.5, 17.1])
    """
    check_whole("n_rocks", n_rocks)
    rng = as_generator(random_state)
    every = np.arange(n_rocks)
    rocks = np.zeros(n_rocks, ROCK)
    rocks["kind"] = np.array(list(KINDS))[every % len(KINDS)]
    sizes = np.array(SIEVES)[every // len(KINDS) % len(SIEVES)]
    densities = np.array([KINDS[kind].density for kind in rocks["kind"]]) * rng.normal(1, 0.03, n_rocks)
    colors = [KINDS[kind].color for kind in rocks["kind"]] + rng.normal(0, 5, (n_rocks, 1))  # lighter or darker
    rocks["color"] = np.rint(colors + rng.normal(0, 2, (n_rocks, 3)))  # and a slightly different hue
    rocks["length"] = np.round(sizes * rng.normal(1, 0.06, n_rocks), 1)
    rocks["weight"] = np.round(rock_weight(rocks["length"], densities), 1)
    rocks["angle"] = rng.integers(180, size=n_rocks)
    rocks["seed"] = rng.integers(100_000, size=n_rocks)
    rng.shuffle(rocks)
    _lay_out(rocks, rng)
    return rocks


def _lay_out(rocks: np.ndarray, rng: np.random.Generator) -> None:
    """Set x and y: the largest rock first, each where it has most room. If there is no room, the tray grows."""
    side = TRAY * max(1, len(rocks) / 45) ** 0.5
    laid: list[int] = []
    for i in np.argsort(-rocks["length"], kind="stable"):
        while True:
            tries = rng.uniform(0, side, (500, 2))  # x, y
            room = _room(tries, rocks[i], rocks[laid], side)
            if room.max() >= LEAST_ROOM:
                break
            side *= 1.02
        rocks["x"][i], rocks["y"][i] = np.round(tries[room.argmax()], 1)
        laid.append(i)


def _room(tries: np.ndarray, rock: np.void, laid: np.ndarray, side: float) -> np.ndarray:
    """Put a rock at each of the tries (n_tries, 2): return the gap in mm to its neighbour or the rim, (n_tries,)."""
    half = np.array([reach(rock, 0), reach(rock, np.pi / 2)])
    to_rim = np.minimum(tries, side - tries) - half
    right, down = tries[:, None, 0] - laid["x"], tries[:, None, 1] - laid["y"]  # (n_tries, n_laid)
    direction = np.arctan2(down, right)
    gaps = np.hypot(right, down) - reach(rock, direction) - reach(laid, direction)
    return np.column_stack([gaps, to_rim]).min(axis=1)


def reach(rock: np.ndarray | np.void, direction: np.ndarray | float) -> np.ndarray:
    """Return the largest distance in mm that a rock can extend from its middle in a direction."""
    turn = direction - np.radians(rock["angle"])
    return BUMP * rock["length"] / 2 * np.hypot(np.cos(turn), WIDTH_RATIO * np.sin(turn))


def check_whole(name: str, value: int) -> None:
    """Raise ValueError if a number is not whole, or below 1."""
    if not isinstance(value, (int, np.integer)) or value < 1:
        raise ValueError(f"{name}={value!r} should be a whole number >= 1")
