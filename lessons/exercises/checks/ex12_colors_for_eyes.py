"""Colours as eyes see them."""

import numpy as np

from . import combine, compare, slow
from ._light import WRONG_LIGHT, curve, right_light

HINTS = (
    "Write down each step for white, (255, 255, 255): its light, the three answers, their roots, and L, a, b. What "
    "must come out? Then do the steps for black.",
    "to_light: np.where(condition, one formula, the other) chooses for each number. to_oklab: with colours in rows, "
    "a matrix whose rows are shares is used as `rows @ matrix.T`. from_oklab: the same steps in the opposite "
    "order, with the inverse matrices.",
    "to_light: shares = colors / 255, then np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** "
    "2.4). to_oklab: np.cbrt(to_light(colors) @ TO_CONES.T) @ TO_LAB.T. from_oklab begins with "
    "(lab @ np.linalg.inv(TO_LAB).T) ** 3, and ends with np.rint(255 * shares).astype(np.uint8).",
)

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

# to_light


def pictures(rng):
    """Draw colours, from one pixel to many: bytes, and numbers between them."""
    named = [[[255, 255, 255]], [[0, 0, 0]], [[255, 0, 0]], [[10, 11, 200]], [[3, 128, 9]]]
    drawn = [(np.array(rows, dtype=np.uint8),) for rows in named]
    drawn += [(rng.integers(0, 256, (n, 3), dtype=np.uint8),) for n in (2, 4, 30)]
    return [*drawn, (rng.integers(0, 511, (5, 3)) / 2,)]


def check_to_light(answer, rng):
    """to_light gives the amounts of light"""
    compare(answer.to_light, pictures(rng), right_light, WRONG_LIGHT)


# to_oklab


def version(
    light=right_light,
    cones=lambda light: light @ TO_CONES.T,
    root=np.cbrt,
    lab=lambda roots: roots @ TO_LAB.T,
):
    """Make a version of to_oklab from its four steps."""

    def to_oklab(colors):
        return lab(root(cones(light(colors))))

    return to_oklab


TURNED = "Each *row* of the matrix holds the shares for one result. With colours in rows, that is `rows @ matrix.T`."
WRONG_OKLAB = combine(
    version,
    {
        "matrices exchanged": (
            lambda colors: np.cbrt(right_light(colors) @ TO_LAB.T) @ TO_CONES.T,
            "The two matrices are exchanged. First TO_CONES, then the roots, then TO_LAB.",
        ),
        "roots at the end": (
            lambda colors: np.cbrt(right_light(colors) @ TO_CONES.T @ TO_LAB.T),
            "Take the cube roots between the two matrices, not after them.",
        ),
        "times 100": (
            lambda colors: 100 * version()(colors),
            "Everything is 100 times too large. Here L goes from 0 to 1. Only ΔE is multiplied by 100.",
        ),
        "lightness only": (
            lambda colors: version()(colors)[:, 0],
            "This is only L. Return L, a and b: (n, 3).",
        ),
        "axes in columns": (
            lambda colors: version()(colors).T,
            "The result is turned around: one row for each colour, (n, 3).",
        ),
    },
    light={
        "bytes for light": (
            lambda colors: colors / 255,
            "You begin with the bytes divided by 255. Begin with their light: to_light(colors).",
        ),
        "bytes from 0 to 255": (
            lambda colors: colors * 1.0,
            "You begin with the bytes themselves. Begin with their light: to_light(colors).",
        ),
        "light of shares": (
            lambda colors: right_light(colors / 255),
            "You divide by 255 twice. to_light does it already.",
        ),
    },
    cones={
        "first matrix left out": (lambda light: light, "TO_CONES is missing: light @ TO_CONES.T."),
        "first matrix turned": (lambda light: light @ TO_CONES, f"TO_CONES is turned around. {TURNED}"),
        "first matrix backwards": (
            lambda light: light @ FROM_CONES.T,
            "You use the inverse of TO_CONES. That is for the way back.",
        ),
    },
    root={
        "roots left out": (lambda answers: answers, "The cube roots are missing: np.cbrt(answers)."),
        "square roots": (
            lambda answers: np.sqrt(np.abs(answers)),
            "These are square roots. Take cube roots: np.cbrt.",
        ),
        "third power": (lambda answers: answers**3, "This is the third power. Take the cube *root*: np.cbrt."),
    },
    lab={
        "second matrix left out": (lambda roots: roots, "TO_LAB is missing: roots @ TO_LAB.T."),
        "second matrix turned": (lambda roots: roots @ TO_LAB, f"TO_LAB is turned around. {TURNED}"),
        "second matrix backwards": (
            lambda roots: roots @ FROM_LAB.T,
            "You use the inverse of TO_LAB. That is for the way back.",
        ),
    },
)


def check_to_oklab(answer, rng):
    """to_oklab gives L, a and b"""
    compare(answer.to_oklab, pictures(rng), version(), WRONG_OKLAB, rtol=1e-6)


# from_oklab


def to_shares(light):
    """Turn light into shares of 255."""
    light = light.clip(0, 1)
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


def as_bytes(numbers):
    """Convert as `astype(np.uint8)` does for numbers from 0 to 255: cut the digits after the point."""
    return numbers.clip(0, 255).astype(np.uint8)


def way_back(
    roots=lambda lab: lab @ FROM_LAB.T,
    power=lambda roots: roots**3,
    light=lambda answers: answers @ FROM_CONES.T,
    shares=to_shares,
    end=lambda shares: as_bytes(np.rint(255 * shares)),
):
    """Make a version of from_oklab from its five steps."""

    def from_oklab(lab):
        return end(shares(light(power(roots(lab)))))

    return from_oklab


INVERSE = "On the way back, use the inverse of the matrix: np.linalg.inv"
WRONG_BACK = combine(
    way_back,
    {
        "inverses exchanged": (
            lambda lab: as_bytes(np.rint(255 * to_shares((lab @ FROM_CONES.T) ** 3 @ FROM_LAB.T))),
            "The two matrices are exchanged. The way back begins with the last step, so with TO_LAB.",
        ),
    },
    roots={
        "TO_LAB not inverted": (lambda lab: lab @ TO_LAB.T, f"{INVERSE}(TO_LAB)."),
        "inverse of TO_LAB turned": (lambda lab: lab @ FROM_LAB, f"The inverse of TO_LAB is turned around. {TURNED}"),
    },
    power={
        "third power left out": (lambda roots: roots, "The third power is missing. It undoes the cube root: ** 3."),
        "root again": (np.cbrt, "You take the cube root again. The third power undoes it: ** 3."),
        "square": (lambda roots: roots**2, "The opposite of a cube root is the third power, not the square."),
    },
    light={
        "TO_CONES not inverted": (lambda answers: answers @ TO_CONES.T, f"{INVERSE}(TO_CONES)."),
        "inverse of TO_CONES turned": (
            lambda answers: answers @ FROM_CONES,
            f"The inverse of TO_CONES is turned around. {TURNED}",
        ),
    },
    shares={
        "light for bytes": (
            lambda light: light.clip(0, 1),
            "You multiply the light by 255. First make shares of it, with the two formulas of the docstring.",
        ),
        "to light again": (
            lambda light: curve(light.clip(0, 1)),
            "You use the formulas from bytes to light. Here you go from light to bytes: the power is 1 / 2.4.",
        ),
        "the dark formula left out": (
            lambda light: 1.055 * light.clip(0, 1) ** (1 / 2.4) - 0.055,
            "Dark colours are wrong. Light of at most 0.0031308 is multiplied by 12.92.",
        ),
        "0.055 not subtracted": (
            lambda light: np.where(
                light <= 0.0031308, 12.92 * light.clip(0, 1), 1.055 * light.clip(0, 1) ** (1 / 2.4)
            ),
            "0.055 is not subtracted: 1.055 * light ** (1 / 2.4) - 0.055.",
        ),
    },
    end={
        "cut, not rounded": (
            lambda shares: as_bytes(255 * shares + 1e-9),
            "The digits after the point are cut: 199.7 becomes 199. Round before you make bytes: np.rint.",
        ),
        "not times 255": (
            lambda shares: as_bytes(np.rint(shares)),
            "Multiply by 255 before you round. Otherwise all bytes are 0 or 1.",
        ),
        "times 256": (lambda shares: as_bytes(np.rint(256 * shares)), "Multiply by 255, not by 256."),
    },
)


def points(rng):
    """Draw points of OKLab: a few known colours, others, and points between them."""
    known = np.array([[255, 255, 255], [0, 0, 0], [255, 0, 0], [3, 9, 11], [200, 150, 100]])
    drawn = [(version()(known[row : row + 1]),) for row in range(len(known))]
    drawn += [(version()(rng.integers(0, 256, (n, 3))),) for n in (2, 4, 30)]
    means = version()(rng.integers(60, 200, (20, 2, 3)).reshape(-1, 3)).reshape(20, 2, 3).mean(axis=1)
    return [*drawn, (means,)]


def check_from_oklab(answer, rng):
    """from_oklab gives the bytes"""
    compare(answer.from_oklab, points(rng), way_back(), WRONG_BACK, dtype=np.uint8)


def remarks(answer, rng):
    """Say if a right answer is slow."""

    def pixels(n):
        return (rng.integers(0, 256, (n, 3), dtype=np.uint8),)

    at_once = "No loop over the pixels is needed: `/`, `**`, `@`, np.where and np.cbrt take whole arrays at once."
    return [slow(answer.to_light, pixels, at_once), slow(answer.to_oklab, pixels, at_once)]
