"""The palette of a picture: the k colours that stand for all of its colours, and the proportion of each.

k-means groups the opaque pixels of the picture. The centroids, rounded to whole numbers, are the colours of the
palette. The number of pixels in a group, divided by the number of all pixels, is the proportion of its colour.
"""

import json
import os
from collections import Counter
from dataclasses import dataclass
from numbers import Integral
from typing import TYPE_CHECKING, Any

import numpy as np

from ..estimator import KMeans
from ..fast.colors import as_color, count_colors, to_hex
from ..fast.steps import assign
from ..seeding import Random
from ..text import plural
from .image import Picture, opaque_pixels, read_image
from .output import check_suffix, write_whole

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SUFFIXES = (".json", ".css", ".gpl", ".png")


@dataclass(frozen=True, eq=False, repr=False)
class Palette:
    """The colours of a picture, the most common first."""

    colors: np.ndarray  #: (k, 3) uint8, the centroids rounded
    counts: np.ndarray  #: (k,), the number of pixels in each colour's group
    order: np.ndarray  #: (k,), the number of each colour's group in the run of k-means
    centroids: np.ndarray  #: (k, 3), the exact means of the groups
    inertia: float  #: the sum of the squared distances of all opaque pixels to their centroids
    n_iter: int
    stop_reason: str
    picture: Picture
    note: str = ""  #: a warning, such as that the picture has fewer colours than asked for

    @property
    def proportions(self) -> np.ndarray:
        """The proportion of the opaque pixels in each group, (k,). Together they are 1."""
        return self.counts / self.counts.sum()

    @property
    def hex(self) -> list[str]:
        """The colours as web pages write them, such as '#ff8000'."""
        return [to_hex(color) for color in self.colors]

    def __len__(self) -> int:
        """Return the number of colours."""
        return len(self.colors)

    def __repr__(self) -> str:
        """Show a line for each colour: its number, hex, RGB, percentage and count."""
        colors, pixels = plural(len(self), "colour"), plural(self.picture.n_opaque, "pixel")
        title = f"{self.picture.name}: {colors} of {pixels}"
        return "\n".join([title, *self.lines()] + ([f"note: {self.note}"] if self.note else []))

    def lines(self) -> list[str]:
        """Write a line for each colour, aligned."""
        rows = zip(self.hex, self.colors.tolist(), self.proportions, self.counts, strict=True)
        return [
            f"{number:>3}  {hex_}  {red:>3} {green:>3} {blue:>3}  {share:>6.1%}  {count:>10,}"
            for number, (hex_, (red, green, blue), share, count) in enumerate(rows, start=1)
        ]

    def bar(self, height: int = 50, width: int = 300) -> np.ndarray:
        """Draw the colours side by side, each as wide as its proportion: (height, width, 3) uint8."""
        row = np.repeat(self.colors, np.diff(bar_edges(self.proportions, width)), axis=0)  # (width, 3)
        return np.tile(row, (height, 1, 1))

    def recolor(self, picture: Any = None) -> np.ndarray:
        """Return a picture with every pixel in its colour of the palette: (h, w, 4) uint8, RGBA.

        `picture` is anything that `read_image` takes; None means the palette's own picture. Transparent pixels stay
        transparent.
        """
        picture = self.picture if picture is None else read_image(picture)
        seen = count_colors(picture.rgb.reshape(-1, 3))
        in_run = np.argsort(self.order)  # if two are equally near, the lower number in the run is taken
        labels = seen.expand(assign(seen.colors, self.centroids[in_run]))  # (h * w,)
        rgb = self.colors[in_run][labels].reshape(picture.rgb.shape)
        return np.dstack([rgb, np.where(picture.opaque, 255, 0).astype(np.uint8)])

    def plot(self) -> "Figure":
        """Return a matplotlib figure: the picture beside its bar and the percentages."""
        from .palette_figure import palette_figure

        return palette_figure(self.picture, self.colors, self.proportions, self.bar())

    def as_dict(self) -> dict[str, Any]:
        """Return everything about this palette in plain lists and numbers, as the JSON file has it."""
        rows = zip(self.hex, self.colors.tolist(), self.counts.tolist(), self.proportions.tolist(), strict=True)
        return {
            "image": self.picture.name,
            "width": self.picture.width,
            "height": self.picture.height,
            "n_pixels": self.picture.n_pixels,
            "n_opaque": self.picture.n_opaque,
            "k": len(self),
            "colors": [{"hex": h, "rgb": rgb, "count": count, "proportion": p} for h, rgb, count, p in rows],
            "inertia": self.inertia,
            "n_iter": self.n_iter,
            "stop_reason": self.stop_reason,
            "note": self.note,
        }

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the palette in the form that the suffix of path names.

        `.json` has everything (see `as_dict`), `.css` has variables for a web page, `.gpl` is a palette for GIMP,
        Inkscape and Krita, and `.png` is the bar. Raises OutputError if the suffix is another one, and if the file
        cannot be written.
        """
        write_whole(path, self.encode(check_suffix(path, SUFFIXES)))

    def encode(self, suffix: str) -> bytes:
        """Return the bytes of the file that a suffix names; see `save`."""
        if suffix == ".png":
            return png(self.bar())
        write = {".json": self._as_json, ".css": self._as_css, ".gpl": self._as_gpl}[suffix]
        return write().encode(errors="replace")

    def _as_json(self) -> str:
        """Return the palette as a JSON document."""
        return json.dumps(self.as_dict(), indent=2) + "\n"

    def _as_css(self) -> str:
        """Return the palette as CSS variables."""
        rows = enumerate(zip(self.hex, self.proportions, strict=True), start=1)
        lines = [f"  --color-{number}: {hex_}; /* {share:.1%} */" for number, (hex_, share) in rows]
        return "\n".join([":root {", *lines, "}", ""])

    def _as_gpl(self) -> str:
        """Return the palette as GIMP reads it: a line for each colour, with red, green, blue and a name."""
        rows = zip(self.colors.tolist(), self.hex, self.proportions, strict=True)
        lines = [f"{red:>3} {green:>3} {blue:>3}\t{hex_} {share:.1%}" for (red, green, blue), hex_, share in rows]
        return "\n".join(["GIMP Palette", f"Name: {self.picture.name}", f"Columns: {len(self)}", "#", *lines, ""])


def extract_palette(
    source: Any,
    n_colors: int = 5,
    *,
    random_state: Random = 0,
    n_init: str | int = "auto",
    max_iter: int = 300,
    tol: float = 1e-4,
    opaque: float = 0.5,
) -> Palette:
    """Find the n_colors colours that stand for a picture best, and the proportion of each.

    `source` and `opaque` are those of `read_image`. The other parameters are those of `KMeans`. If the picture has
    fewer colours than `n_colors`, the palette has these, and a note. Raises ImageError if the source cannot be read
    or has no opaque pixel, and ValueError if a parameter is wrong.

    >>> flag = np.array([[[0, 38, 84], [255, 255, 255], [237, 41, 57], [255, 255, 255]]], dtype=np.uint8)
    >>> extract_palette(flag, n_colors=3)
    array: 3 colours of 4 pixels
      1  #ffffff  255 255 255   50.0%           2
      2  #002654    0  38  84   25.0%           1
      3  #ed2939  237  41  57   25.0%           1
    """
    if not isinstance(n_colors, Integral) or n_colors < 1:
        raise ValueError(f"n_colors={n_colors!r} should be a whole number >= 1")
    picture = read_image(source, opaque=opaque)
    seen = count_colors(opaque_pixels(picture))
    model = KMeans(n_colors, n_init=n_init, max_iter=max_iter, tol=tol, random_state=random_state, keep_history=False)
    n_distinct, notes = len(seen.colors), []
    if n_distinct < n_colors:
        model.n_clusters = n_distinct
        notes.append(
            f"the picture has only {plural(n_distinct, 'distinct colour')}, fewer than the {n_colors} asked for"
        )
    model.fit(seen.colors, sample_weight=seen.counts)
    last = model.history_[-1]
    order = np.argsort(-last.counts, kind="stable")  # (k,), the most common first
    colors = as_color(last.centroids[order])
    for hex_, count in Counter(map(to_hex, colors)).items():
        if count > 1:
            notes.append(f"{count} of the colours are nearly equal: all are rounded to {hex_}")
    return Palette(
        colors=colors,
        counts=last.counts[order].astype(int),
        order=order,
        centroids=last.centroids[order],
        inertia=model.inertia_,
        n_iter=model.n_iter_,
        stop_reason=model.stop_reason_,
        picture=picture,
        note="; ".join(filter(None, [*notes, picture.note])),
    )


def bar_edges(proportions: np.ndarray, width: int) -> np.ndarray:
    """Return the columns at which the k parts of a bar begin, and its width: (k + 1,) int.

    Part i ends at column round(width · (p₀ + … + pᵢ)); the next begins there. If each width were rounded by itself,
    the bar could lose columns.

    >>> bar_edges(np.array([1, 1, 1]) / 3, 10)
    array([ 0,  3,  7, 10])
    """
    return np.rint(np.cumsum([0, *proportions]) * width).astype(int)


def png(pixels: np.ndarray) -> bytes:
    """Return the bytes of a PNG file of pixels, (h, w, 3) or (h, w, 4) uint8."""
    import imageio.v3 as iio

    return iio.imwrite("<bytes>", pixels, extension=".png")
