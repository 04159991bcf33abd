"""The palette of a picture: the k colours that stand for all of its colours, and the proportion of each.

k-means groups the opaque pixels of the picture. The centroids, rounded to whole numbers, are the colours of the
palette. The number of pixels in a group, divided by the number of all pixels, is the proportion of its colour.
"""

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..fast.colors import count_colors, to_hex
from ..fast.steps import assign
from ..text import one_line, plural
from .export import SUFFIXES, encode
from .image import Picture, read_image
from .left_out import is_ignored
from .names import nearest_names
from .output import check_suffix, write_whole
from .spaces import space_of, to_oklab

if TYPE_CHECKING:
    from matplotlib.figure import Figure

GREY = 0.02  # a colour that is nearer to the grey axis of OKLab than this has no hue that eyes see


@dataclass(frozen=True, eq=False, repr=False)
class Palette:
    """The colours of a picture, the most common first."""

    colors: np.ndarray  #: (k, 3) uint8, the centroids rounded
    counts: np.ndarray  #: (k,), the number of pixels in each colour's group
    order: np.ndarray  #: (k,), the number of each colour's group in the run of k-means
    centroids: np.ndarray  #: (k, 3), the exact means of the groups, in the space
    inertia: float  #: the sum of the squared distances of all pixels that take part to their centroids, in the space
    n_iter: int
    stop_reason: str
    picture: Picture | None  #: None if it is the palette of several pictures
    note: str = ""  #: a warning, such as that the picture has fewer colours than asked for
    name: str = ""  #: for titles: the name of the picture, unless another is given
    space: str = "rgb"  #: "rgb" or "oklab"
    ignore: tuple[str, ...] = ()  #: the colours that were left out; see `extract_palette`
    keep: tuple[str, ...] = ()  #: the colours that did not move
    accents: bool = False  #: whether colours weighed the root of their pixels
    left_out: dict[str, int] = field(default_factory=dict)  #: how many pixels "mask" or a colour to ignore left out

    def __post_init__(self) -> None:
        """Take the name of the picture if there is no other. Put the name into one line."""
        name = self.name or (self.picture.name if self.picture is not None else "")
        object.__setattr__(self, "name", one_line(name))

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
        """Show a line for each colour: its number, hex, RGB, share and count."""
        title = f"{self.name}: {plural(len(self), 'colour')} of {plural(int(self.counts.sum()), 'pixel')}"
        return "\n".join([title, *self.lines(), *self.remarks])

    @property
    def remarks(self) -> list[str]:
        """The lines below the table: how many pixels were left out, and the note."""
        items = [f"{plural(count, 'pixel')} by {reason}" for reason, count in self.left_out.items()]
        lines = [f"left out: {', '.join(items)}"] if items else []
        return lines + ([f"note: {self.note}"] if self.note else [])

    def lines(self, width: int | None = None, *, names: bool = False) -> list[str]:
        """Write a line for each colour, aligned; if asked for, with its names.

        If the lines are longer than `width`, red, green and blue are left out, and then the names.
        """
        rows = zip(self.hex, self.colors.tolist(), self.proportions, self.counts, strict=True)
        lines, short = [], []
        for number, (hex_, (red, green, blue), share, count) in enumerate(rows, start=1):
            begin, end = f"{number:>3}  {hex_}", f"  {share:>6.1%}  {count:>10,}"
            lines.append(f"{begin}  {red:>3} {green:>3} {blue:>3}{end}")
            short.append(begin + end)
        forms = [lines, short]
        if names:
            both = [f"  {css}, {xkcd}" for css, xkcd in self.names]
            forms = [[line + name for line, name in zip(form, both, strict=True)] for form in forms] + [short]
        fitting = (form for form in forms if width is None or max(map(len, form)) <= width)
        return next(fitting, short)

    @property
    def names(self) -> list[tuple[str, str]]:
        """The nearest names of each colour: that of CSS, which web pages know, and that of the xkcd survey."""
        return list(zip(nearest_names(self.colors, "css"), nearest_names(self.colors, "xkcd"), strict=True))

    def sorted(self, by: str) -> "Palette":
        """Return this palette with its colours in another order.

        "share" begins with the most common colour, and "lightness" with the darkest. "hue" follows the circle from
        red over yellow, green and blue; greys come first. Lightness and hue are those of OKLab. Raises ValueError
        for another word.

        >>> from kmeans_scratch import extract_palette
        >>> flag = np.array([[[0, 38, 84], [255, 255, 255], [237, 41, 57], [255, 255, 255]]], dtype=np.uint8)
        >>> extract_palette(flag, 3).sorted("lightness").hex
        ['#002654', '#ed2939', '#ffffff']
        """
        lightness, a, b = to_oklab(self.colors).T
        grey = np.hypot(a, b) < GREY
        hue = np.where(grey, -1.0, np.arctan2(b, a) % (2 * np.pi))
        keys = {"share": [-self.counts], "lightness": [lightness], "hue": [lightness, hue]}
        if by not in keys:
            raise ValueError(f"by={by!r} should be 'share', 'lightness' or 'hue'")
        rows = np.lexsort(keys[by])
        return replace(
            self,
            colors=self.colors[rows],
            counts=self.counts[rows],
            order=self.order[rows],
            centroids=self.centroids[rows],
        )

    def bar(self, height: int = 50, width: int = 300) -> np.ndarray:
        """Draw the colours side by side, each as wide as its proportion: (height, width, 3) uint8."""
        row = np.repeat(self.colors, np.diff(bar_edges(self.proportions, width)), axis=0)  # (width, 3)
        return np.tile(row, (height, 1, 1))

    def recolor(self, picture: Any = None) -> np.ndarray:
        """Return a picture with every pixel in its colour of the palette: (h, w, 4) uint8, RGBA.

        `picture` is anything that `read_image` takes; None means the palette's own picture. Transparent pixels stay
        transparent, and pixels of ignored colours become so. Raises ValueError if there is no picture.
        """
        if picture is None and self.picture is None:
            raise ValueError(f"the palette of {self.name} needs a picture to recolour")
        picture = self.picture if picture is None else read_image(picture)
        seen = count_colors(picture.rgb.reshape(-1, 3))
        in_run = np.argsort(self.order)  # if two are equally near, the lower number in the run is taken
        points = space_of(self.space).points(seen.colors)
        labels = seen.expand(assign(points, self.centroids[in_run]))  # (h * w,)
        alpha = seen.expand(np.where(is_ignored(seen.colors, self.ignore), 0, 255).astype(np.uint8))
        rgba = np.column_stack([self.colors[in_run][labels], alpha]).reshape(picture.height, picture.width, 4)
        rgba[~picture.opaque, 3] = 0
        return rgba

    def plot(self) -> "Figure":
        """Return a matplotlib figure: the picture beside its bar and the percentages."""
        from .palette_figure import palette_figure

        return palette_figure(self.name, self.picture, self.colors, self.proportions, self.bar())

    def as_dict(self) -> dict[str, Any]:
        """Return everything about this palette in plain lists and numbers, as the JSON file has it."""
        rows = zip(
            self.hex, self.colors.tolist(), self.counts.tolist(), self.proportions.tolist(), self.names, strict=True
        )
        size = {}
        if self.picture is not None:
            size = {"width": self.picture.width, "height": self.picture.height, "n_pixels": self.picture.n_pixels}
        return {
            "image": self.name,
            **size,
            "n_opaque": int(self.counts.sum()),
            "space": self.space,
            "k": len(self),
            "colors": [
                {"hex": hex_, "rgb": rgb, "count": count, "proportion": share, "css": css, "xkcd": xkcd}
                for hex_, rgb, count, share, (css, xkcd) in rows
            ],
            "inertia": self.inertia,
            "n_iter": self.n_iter,
            "stop_reason": self.stop_reason,
            "keep": list(self.keep),
            "accents": self.accents,
            "left_out": self.left_out,
            "note": self.note,
        }

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the palette in the form that the suffix of path names.

        `.json` has everything (see `as_dict`). `.css` has variables for a web page. `.gpl` is a palette for GIMP,
        Inkscape and Krita, and `.ase` for the programs of Adobe. `.svg` and `.png` are the bar. Raises OutputError if
        the suffix is another one, and if the file cannot be written.
        """
        write_whole(path, self.encode(check_suffix(path, SUFFIXES)))

    def encode(self, suffix: str) -> bytes:
        """Return the bytes of the file that a suffix names; see `save`."""
        return encode(suffix, self.as_dict(), self.bar())


def bar_edges(proportions: np.ndarray, width: int) -> np.ndarray:
    """Return the columns at which the k parts of a bar begin, and its width: (k + 1,) int.

    Part i ends at column round(width · (p₀ + … + pᵢ)); the next begins there. If each width were rounded by itself,
    the bar could lose columns.

    >>> bar_edges(np.array([1, 1, 1]) / 3, 10)
    array([ 0,  3,  7, 10])
    """
    return np.rint(np.cumsum([0, *proportions]) * width).astype(int)
