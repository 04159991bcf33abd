"""Collections to sort: the pixels of a picture, rocks, or any samples."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..checks import check_samples, is_colors
from ..fast.colors import as_color, count_colors, pack, to_hex
from ..pictures.image import Picture, opaque_pixels, read_image
from ..pictures.rocks import ROCK
from ..pictures.source import file_name
from ..pictures.spaces import space_of

COLORS = ("red", "green", "blue")
MOST_PIXELS = (200, 200)  # height and width of a picture whose colours are not counted


@dataclass(frozen=True, eq=False)
class Collection:
    """Samples with their weights, names and units. If they come from a picture or rocks, these are kept too."""

    X: np.ndarray  #: (n, d) float
    weight: np.ndarray | None  #: (n,), the number of pixels of each row's colour; None: each row counts once
    noun: str  #: "pixels", "rocks" or "samples"
    name: str  #: the name of the picture or of the data
    features: tuple[str, ...]  #: the names of the d columns
    units: np.ndarray | float = 1.0  #: (d,), X times this is in the units of the features, such as mm
    picture: Picture | None = None  #: the picture of the pixels, or None
    rocks: np.ndarray | None = None  #: (n,), the table that the rows come from
    space: str = "rgb"  #: "oklab": X holds colours in RGB, but distances and means are those of their points in OKLab

    @property
    def size(self) -> int:
        """The number of samples: all pixels, not only their distinct colours."""
        return len(self.X) if self.weight is None else int(self.weight.sum())

    @property
    def n_distinct(self) -> int:
        """The number of distinct rows, which is the largest possible number of groups."""
        return len(self.X) if self.weight is not None else len(np.unique(self.X, axis=0))

    @property
    def is_colors(self) -> bool:
        """Whether a row is a colour. Then a centroid is a colour too."""
        return self.features == COLORS

    @property
    def points(self) -> np.ndarray:
        """The points of the samples, (n, d), between which distances are measured: X, unless the space is OKLab."""
        return space_of(self.space).points(self.X)

    def in_space(self, space: str) -> "Collection":
        """Return this collection of colours in a space, "rgb" or "oklab". Raises ValueError for other samples."""
        space_of(space)
        if space == self.space:
            return self
        if not self.is_colors:
            raise ValueError(f"space={space!r} is for colours, not for {', '.join(self.features)}")
        return replace(self, space=space, name=f"{self.name} in OKLab")

    def count(self, which: np.ndarray) -> int:
        """Return the number of samples in the rows that `which`, (n,) bool, selects."""
        return int(which.sum() if self.weight is None else self.weight[which].sum())

    def describe(self, point: np.ndarray) -> str:
        """Return a point, (d,), as text: a colour in hex, a rock in mm and g, anything else as numbers.

        >>> collect(np.array([[1.0, 2.0]])).describe(np.array([1.5, 20.25]))
        '(1.5, 20.2)'
        """
        if self.is_colors and (point > -0.5).all() and (point < 255.5).all():
            return to_hex(as_color(point))
        if self.rocks is not None and not self.is_colors:
            length, weight = point * self.units
            return f"{length:.0f} mm, {weight:.0f} g" if weight >= 10 else f"{length:.0f} mm, {weight:.1f} g"
        return "(" + ", ".join(f"{number:.3g}" for number in point) + ")"

    def pixel_rows(self, max_height: int, max_width: int) -> np.ndarray:
        """Thin the picture to this size. Return the row in X of each pixel, (h, w), or -1 if it is transparent."""
        picture = self.picture
        assert picture is not None, "only pictures have pixels"
        thin = thinned(picture, max_height, max_width)
        if self.weight is None:
            rows = np.cumsum(picture.opaque).reshape(picture.opaque.shape)[thin] - 1
        else:
            shown = picture.rgb[thin]  # (h, w, 3)
            rows = np.searchsorted(pack(self.X.astype(np.uint8)), pack(shown.reshape(-1, 3))).reshape(shown.shape[:2])
        return np.where(picture.opaque[thin], rows, -1)


def collect(source: Any, *, by: str = "color", counted: bool = True) -> Collection:
    """Return the collection of a picture (anything `read_image` takes), a table of rocks, or samples (n, d).

    An array (h, w) of bool, uint8 or uint16 is a grey picture. But uint8 of shape (n, 3) or (n, 4) is a list of
    colours, which are samples. An array (n, d) of floats or other integers is samples too.

    Rocks are compared `by` "color" or by "size". If `counted`, each distinct colour is a sample. Otherwise each pixel
    is a sample, and the picture is thinned to at most 200 × 200 pixels. Raises ValueError for any other source.

    >>> collect(np.array([[[9, 0, 0], [9, 0, 0], [0, 0, 7]]], dtype=np.uint8)).weight  # a picture of 1 × 3
    array([1., 2.])
    """
    if isinstance(source, np.ndarray) and source.dtype == ROCK:
        return _collect_rocks(source, by)
    if not isinstance(source, Picture | str | bytes) and np.ndim(source) == 2 and not _is_grey_picture(source):
        if np.ma.is_masked(source):
            raise ValueError(f"{np.ma.count_masked(source)} masked values: leave out the samples with masked values")
        X = check_samples(source)
        if is_colors(X):
            return _collect_pixels(X, counted, name="pixels")
        return Collection(X * 1.0, None, "samples", "data", tuple(f"feature {i}" for i in range(X.shape[1])))
    picture = read_image(source)
    if not counted:
        thin = thinned(picture, *MOST_PIXELS)
        picture = replace(picture, rgb=picture.rgb[thin], opaque=picture.opaque[thin])
    return replace(_collect_pixels(opaque_pixels(picture), counted, file_name(picture.name)), picture=picture)


def _is_grey_picture(array: Any) -> bool:
    """Return whether an array (h, w) has the type of a grey picture, and is not a list of colours."""
    return isinstance(array, np.ndarray) and array.dtype in (bool, np.uint8, np.uint16) and not is_colors(array)


def _collect_pixels(pixels: np.ndarray, counted: bool, name: str) -> Collection:
    """Return each distinct colour with its count, or each pixel."""
    features = COLORS if pixels.shape[1] == 3 else (*COLORS, "alpha")
    if not counted:
        return Collection(pixels * 1.0, None, "pixels", name, features)
    seen = count_colors(pixels)
    return Collection(seen.colors * 1.0, seen.counts * 1.0, "pixels", name, features)


def _collect_rocks(rocks: np.ndarray, by: str) -> Collection:
    """Return the colours of rocks, or their lengths and weights. Both are divided by their standard deviations.

    Otherwise the weights alone would decide, because in g they are larger numbers.
    """
    if by == "color":
        return Collection(rocks["color"] * 1.0, None, "rocks", "rocks by colour", COLORS, rocks=rocks)
    if by != "size":
        raise ValueError(f"by={by!r} should be 'color' or 'size'")
    size = np.column_stack([rocks["length"], rocks["weight"]])  # mm, g
    spread = np.where(np.ptp(size, axis=0) > 0, size.std(axis=0), 1.0)
    features = ("length in mm", "weight in g")
    return Collection(size / spread, None, "rocks", "rocks by size", features, units=spread, rocks=rocks)


def thinned(picture: Picture, max_height: int, max_width: int) -> tuple[np.ndarray, ...]:
    """Return an index of rows and columns that thins a picture to at most this size.

    >>> rows, columns = thinned(read_image(np.zeros((4, 6, 3), dtype=np.uint8)), 2, 9)
    >>> rows.ravel(), columns.ravel()
    (array([1, 3]), array([1, 3, 5]))
    """
    factor = min(1.0, max_height / picture.height, max_width / picture.width)
    n_rows, n_columns = (max(1, int(side * factor)) for side in (picture.height, picture.width))
    rows = (np.arange(n_rows) + 0.5) * picture.height / n_rows
    columns = (np.arange(n_columns) + 0.5) * picture.width / n_columns
    return np.ix_(rows.astype(int), columns.astype(int))
