"""The panels of a film: what all of them share, the recoloured picture, the bar and the words.

The still part of a panel is drawn once. For each frame, `show` reads the frame and moves the parts that matplotlib
draws. Then each panel is drawn in layers: `base` by matplotlib, `underlay` in pixels, `artists` by matplotlib, and
`overlay` in pixels, on top. Lengths and letters grow with `scale`, which is 1 in a film of 640 × 480.
"""

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from ...fast.colors import as_color, ink_on
from ...pictures.palette import bar_edges
from ..collection import Collection
from ..timeline import Frame
from .pixels import paste_framed, text_width, wrap, write

GROUND = 0.88  # light grey: white and black both show on it
DISTINCT = ("#0072b2", "#e69f00", "#009e73", "#d55e00", "#56b4e9", "#cc79a7", "#f0e442", "#000000")  # Okabe and Ito
SHADES = (0.0, 0.55, -0.5)  # from the 9th group on, the colours are mixed with white; from the 17th on, with black
SMALL, MEDIUM, LARGE = 9.5, 11.0, 15.0  # points of letters; at a height of 480 pixels, 9 points are 2.6 % of it
Box = tuple[int, int, int, int]  # left, top, width, height in pixels


class Panel:
    """A part of the screen."""

    def __init__(self, scale: float = 1.0) -> None:
        """Make a panel without moving parts."""
        self.scale = scale
        self.base: list[Artist] = []
        self.artists: list[Artist] = []

    def show(self, frame: Frame) -> None:
        """Move the artists to their places in this frame."""

    def underlay(self, pixels: np.ndarray) -> None:
        """Paint into pixels, (h, w, 4) uint8, before the artists are drawn."""

    def overlay(self, pixels: np.ndarray) -> None:
        """Write and copy into pixels, (h, w, 3) uint8, after the artists are drawn."""


def group_colors(collection: Collection, centroids: np.ndarray, groups: np.ndarray | None = None) -> np.ndarray:
    """Return the colours of groups, (k, 3) from 0 to 1: their centroids, if these are colours.

    Otherwise each group gets a colour by its number in `groups`, (k,). Colour-blind people can tell these apart too.
    """
    if collection.is_colors:
        return as_color(centroids) / 255
    return np.array([distinct_color(group) for group in (range(len(centroids)) if groups is None else groups)])


def distinct_color(group: int) -> np.ndarray:
    """Return a colour for the number of a group: (3,) from 0 to 1. There are 24 different ones."""
    color = np.array(to_rgb(DISTINCT[group % len(DISTINCT)]))
    shade = SHADES[group // len(DISTINCT) % len(SHADES)]
    if group % len(DISTINCT) == len(DISTINCT) - 1:
        shade = abs(shade)  # black cannot become darker
    return color + shade * (1 - color) if shade > 0 else color * (1 + shade)


class Recolored(Panel):
    """The picture in the colours of the groups. While models are picked, it is the original."""

    def __init__(self, box: Box, collection: Collection) -> None:
        """Thin the picture to the size of its box, and remember the sample of each pixel."""
        super().__init__()
        left, top, width, height = box
        rows = collection.pixel_rows(height, width)  # (h, w), -1 where not opaque
        enlarge = max(1, min(height // rows.shape[0], width // rows.shape[1]))  # a tiny picture could not be seen
        self.rows = rows.repeat(enlarge, axis=0).repeat(enlarge, axis=1)
        self.left, self.top = left + (width - self.rows.shape[1]) // 2, top + (height - self.rows.shape[0]) // 2
        white = np.full((1, 3), 255, dtype=np.uint8)  # for the row -1
        self.own = np.concatenate([as_color(collection.X), white])[self.rows]  # (h, w, 3)
        self.worn: np.ndarray | None = None

    def show(self, frame: Frame) -> None:
        """Colour the pixels; those that are not opaque stay white. In many frames their groups are the same."""
        self.picture = self.own  # (h, w, 3)
        if frame.worn is None:
            return
        if frame.worn is not self.worn:
            self.worn = frame.worn
            self.groups = np.where(self.rows < 0, len(frame.centroids), frame.worn[self.rows])  # (h, w)
        colors = as_color(np.concatenate([frame.centroids, np.full((1, 3), 255.0)]))
        self.picture = colors[self.groups]
        if frame.grouped < 1:
            self.picture = as_color((1 - frame.grouped) * self.own + frame.grouped * self.picture)

    def overlay(self, pixels: np.ndarray) -> None:
        """Copy the picture to its place."""
        paste_framed(pixels, self.picture, self.left, self.top)


class Bar(Panel):
    """The shares of the groups side by side, with numbers on them and percentages in two lines below."""

    def __init__(self, box: Box, collection: Collection, k: int, scale: float = 1.0) -> None:
        """Remember the place of the bar."""
        super().__init__(scale)
        self.box, self.collection, self.k = box, collection, k

    def show(self, frame: Frame) -> None:
        """Take the colour and the share of each group. While models are picked, all shares are equal."""
        self.colors = as_color(255 * group_colors(self.collection, frame.centroids, frame.groups))
        self.groups, self.counted = frame.groups, frame.shares is not None
        self.shares = np.full(len(self.colors), 1 / self.k) if frame.shares is None else frame.shares

    def overlay(self, pixels: np.ndarray) -> None:
        """Copy the bar, and label it. A number that is wider than its colour is left out."""
        left, top, width, height = self.box
        edges, size = bar_edges(self.shares, width), SMALL * self.scale
        paste_framed(pixels, np.tile(np.repeat(self.colors, np.diff(edges), axis=0), (height, 1, 1)), left, top)
        if not self.counted:
            return
        middles, widths = left + (edges[:-1] + edges[1:]) / 2, np.diff(edges)
        for color, group, middle, room in zip(self.colors, self.groups, middles, widths, strict=True):
            number = str(group + 1)
            if room >= 1.15 * text_width(number, size) + self.scale:
                write(pixels, number, middle, top + height / 2, size=size, weight="bold", grey=ink_on(color))
        self.write_percentages(pixels, middles)

    def write_percentages(self, pixels: np.ndarray, middles: np.ndarray) -> None:
        """Write each percentage below the middle of its colour, in the first of two lines that has room for it.

        Large shares come first. Those that have room in no line are left out: they are tiny, and many.
        """
        left, top, width, height = self.box
        size, gap = SMALL * self.scale, 5 * self.scale
        taken: list[list[tuple[float, float]]] = [[], []]  # in each line, from where to where
        for i in np.argsort(-self.shares, kind="stable"):
            percent = f"{self.shares[i]:.0%}"
            half = text_width(percent, size) / 2
            middle = float(np.clip(middles[i], left + half, left + width - half))
            for line, spans in enumerate(taken):
                if all(middle + half + gap <= begin or end + gap <= middle - half for begin, end in spans):
                    spans.append((middle - half, middle + half))
                    write(pixels, percent, middle, top + height + (10 + 14 * line) * self.scale, size=size)
                    break


class Words(Panel):
    """The heading and the caption."""

    def __init__(self, box: Box, scale: float = 1.0, name: str = "") -> None:
        """Remember the box: the heading is at its top, the caption at its bottom. `name` is the name of the run."""
        super().__init__(scale)
        self.box, self.name = box, name

    def show(self, frame: Frame) -> None:
        """Choose the heading, and break the caption into lines."""
        half = {"moving": "models move", "grouping": "groups change", "end": "the end"}
        title = f"Iteration {frame.iteration}: {half[frame.phase]}" if frame.phase != "picking" else "First models"
        if frame.phase == "grouping" and frame.iteration == 0:
            title = "First groups"
        if self.name:  # beside another run there is room for fewer words
            title = f"{self.name}, {title.split(':')[0].lower()}"
        self.title = title
        self.caption = wrap(frame.caption, self.box[2], size=LARGE * self.scale)

    def overlay(self, pixels: np.ndarray) -> None:
        """Write the heading and the caption."""
        left, top, _, height = self.box
        write(pixels, self.title, left, top, size=LARGE * self.scale, weight="bold", align=(0, 0))
        write(pixels, self.caption, left, top + height, size=LARGE * self.scale, align=(0, 1))


def add_axes(figure: Figure, box: Box) -> Axes:
    """Make axes in a box of the figure, on the light ground."""
    left, top, width, height = box
    total_width, total_height = figure.bbox.size
    place = (left / total_width, 1 - (top + height) / total_height, width / total_width, height / total_height)
    axes = figure.add_axes(place, facecolor=str(GROUND))
    axes.spines[:].set_visible(False)
    return axes
