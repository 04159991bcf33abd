"""The palette of a picture: the k colours that stand for all of its colours, and how much of it each one covers.

This is what the rocks were sorted for. Every opaque pixel is a rock; the models, rounded to whole colours, are the
palette; the share of pixels in each group is the proportion of its colour.
"""

import json
import os
from dataclasses import dataclass
from numbers import Integral
from typing import TYPE_CHECKING, Any

import numpy as np

from ..estimator import KMeans
from ..fast.colors import as_color, bar_edges, count_colors, to_hex
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
    counts: np.ndarray  #: (k,), the pixels of each colour's group
    order: np.ndarray  #: (k,), the numbers that these groups had in the run
    centroids: np.ndarray  #: (k, 3), the exact means of the groups
    inertia: float  #: the sum of the squared distances of all opaque pixels to their centroids
    n_iter: int
    stop_reason: str
    picture: Picture
    note: str = ""  #: what else one should know, such as that there were fewer colours than asked for

    @property
    def proportions(self) -> np.ndarray:
        """The share of the opaque pixels in each group, (k,); they sum to 1."""
        return self.counts / self.counts.sum()

    @property
    def hex(self) -> list[str]:
        """The colours as web pages write them, such as '#ff8000'."""
        return [to_hex(color) for color in self.colors]

    def __len__(self) -> int:
        """Count the colours."""
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
        """Paint every pixel in its palette colour: (h, w, 4) uint8, RGBA, transparent where the picture is.

        `picture` is this palette's own if None, or anything `read_image` takes.
        """
        picture = self.picture if picture is None else read_image(picture)
        seen = count_colors(picture.rgb.reshape(-1, 3))
        in_run = np.argsort(self.order)  # where two are equally near, the run took the lower number
        labels = seen.expand(assign(seen.colors, self.centroids[in_run]))  # (h * w,)
        rgb = self.colors[in_run][labels].reshape(picture.rgb.shape)
        return np.dstack([rgb, np.where(picture.opaque, 255, 0).astype(np.uint8)])

    def plot(self) -> "Figure":
        """Draw the original beside its bar, with the percentages: a matplotlib figure, to show or to savefig."""
        from .palette_figure import palette_figure

        return palette_figure(self.picture, self.colors, self.proportions, self.bar())

    def as_dict(self) -> dict[str, Any]:
        """Collect everything about this palette in plain lists and numbers, as the JSON file has it."""
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
        }

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the palette in the form that the suffix of path names.

        `.json`: everything, see `as_dict`; `.css`: variables for a web page; `.gpl`: a palette for GIMP, Inkscape and
        Krita; `.png`: the bar. Raises OutputError for another suffix and where the file cannot be written.
        """
        suffix = check_suffix(path, SUFFIXES)
        if suffix == ".png":
            write_whole(path, png(self.bar()))
            return
        write = {".json": self._as_json, ".css": self._as_css, ".gpl": self._as_gpl}[suffix]
        write_whole(path, write().encode(errors="replace"))

    def _as_json(self) -> str:
        """Write the palette as a JSON document."""
        return json.dumps(self.as_dict(), indent=2) + "\n"

    def _as_css(self) -> str:
        """Write the palette as CSS variables."""
        rows = enumerate(zip(self.hex, self.proportions, strict=True), start=1)
        lines = [f"  --color-{number}: {hex_}; /* {share:.1%} */" for number, (hex_, share) in rows]
        return "\n".join([":root {", *lines, "}", ""])

    def _as_gpl(self) -> str:
        """Write the palette as GIMP reads it: red, green, blue and a name, a line each."""
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

    `source` is a path, an address, bytes, an open file or an array: see `read_image`, also for `opaque`. Pixels that
    are not opaque are left out. The rest is for `KMeans`. A picture with fewer colours than asked for gives these,
    and a note. Raises ImageError for what cannot be read or has no opaque pixel, ValueError for a bad parameter.

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
    n_distinct, note = len(seen.colors), ""
    if n_distinct < n_colors:
        model.n_clusters = n_distinct
        note = f"the picture has only {plural(n_distinct, 'distinct colour')}, fewer than the {n_colors} asked for"
    model.fit(seen.colors, sample_weight=seen.counts)
    last = model.history_[-1]
    order = np.argsort(-last.counts, kind="stable")  # (k,), the most common first
    return Palette(
        colors=as_color(last.centroids[order]),
        counts=last.counts[order].astype(int),
        order=order,
        centroids=last.centroids[order],
        inertia=model.inertia_,
        n_iter=model.n_iter_,
        stop_reason=model.stop_reason_,
        picture=picture,
        note=note,
    )


def png(pixels: np.ndarray) -> bytes:
    """Encode pixels, (h, w, 3) or (h, w, 4) uint8, as the bytes of a PNG file."""
    import imageio.v3 as iio

    return iio.imwrite("<bytes>", pixels, extension=".png")
