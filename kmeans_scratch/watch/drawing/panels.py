"""The panels of a film: the RGB cube or the plane, the recoloured picture, the bar, the inertia, the story.

A panel draws its still part when it is made. For every frame, `show` takes what the frame tells and moves the panel's
`artists`; then `underlay` paints pixels, matplotlib draws the artists over them, and `paste` writes on top of all.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations, product

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ...fast.steps import assign
from ...pictures.palette import bar_edges
from ...snapshot import Snapshot
from ..collection import Collection, as_color
from ..timeline import Frame
from .pixels import DPI, dots, paste, paste_framed, wrap, write

GROUND = 0.88  # light grey: white and black both show on it
DISTINCT = ("#0072b2", "#e69f00", "#009e73", "#d55e00", "#56b4e9", "#cc79a7", "#f0e442", "#000000")  # Okabe and Ito
AZIMUTH, ELEVATION = -60.0, 22.0  # degrees: where the camera looks at the cube from
GRAIN = 3  # pixels, the side of what a region of the plane is made of
MOST_POINTS = 2000  # more of them hide one another
Box = tuple[int, int, int, int]  # left, top, width, height in pixels


class Panel:
    """A part of the screen."""

    def __init__(self) -> None:
        """Begin with nothing that moves."""
        self.artists: list[Artist] = []

    def show(self, frame: Frame) -> None:
        """Move the artists to where the frame has them."""

    def underlay(self, pixels: np.ndarray) -> None:
        """Paint into pixels, (h, w, 4) uint8, before the artists are drawn."""

    def paste(self, pixels: np.ndarray) -> None:
        """Write and copy into pixels, (h, w, 3) uint8, over what the artists have drawn."""


def group_colors(collection: Collection, centroids: np.ndarray) -> np.ndarray:
    """Give each group its colour: its centroid's where this is one, else one of eight that all eyes can tell apart.

    (k, d) centroids give (k, 3) shares of red, green and blue.
    """
    if collection.is_colors:
        return as_color(centroids) / 255
    return np.array([to_rgb(DISTINCT[group % len(DISTINCT)]) for group in range(len(centroids))])


class Models(Panel):
    """The centroids: numbered discs with an outline that shows on every colour, and the trail of where they were."""

    def __init__(self, axes: Axes, k: int) -> None:
        """Make the discs and trails; where they are, `place` says."""
        self.axes = axes
        roomy = k <= 20 and axes.bbox.height > 250
        size, outline, self.letters = (170, 1.5, 9.5) if roomy else (110, 1, 6.5)  # square points, points, points
        self.radius = np.sqrt(size) / 2 * DPI / 72  # of a disc, in pixels
        self.halo = axes.add_collection(LineCollection([], colors="white", linewidths=4, capstyle="round"))
        self.trail = axes.add_collection(LineCollection([], colors="black", linewidths=1.5, capstyle="round"))
        self.rim = axes.scatter([], [], s=size * 1.8, c="white", linewidths=0)
        self.discs = axes.scatter([], [], s=size, linewidths=outline, edgecolors="black")
        self.artists = [self.halo, self.trail, self.rim, self.discs]

    def place(self, places: np.ndarray, trail: np.ndarray, colors: np.ndarray) -> None:
        """Put the models at places (m, 2), with a trail (t, m, 2), in colors (m, 3)."""
        self.places, self.colors = places, colors
        paths = np.concatenate([trail, places[None]]).swapaxes(0, 1) if len(trail) else []
        for lines in (self.halo, self.trail):
            lines.set_segments(paths)
        for discs in (self.rim, self.discs):
            discs.set_offsets(places)
        self.discs.set_facecolors(colors)

    def paste(self, pixels: np.ndarray) -> None:
        """Number the discs, but for those whose middle is under another disc: two numbers in one place are none."""
        spots = self.axes.transData.transform(self.places)  # (m, 2)
        for group, (x, y) in enumerate(spots):
            covered = (np.linalg.norm(spots[group + 1 :] - (x, y), axis=1) < self.radius).any()
            if self.axes.bbox.contains(x, y) and not covered:
                ink = 0.0 if self.colors[group] @ (0.3, 0.59, 0.11) > 0.45 else 1.0
                write(pixels, str(group + 1), x, len(pixels) - y, size=self.letters, weight="bold", color=ink)


class Cloud(Panel):
    """Samples as points, with models among them: what the cube and the plane have in common."""

    diameter, rim_light = 5, 0.6  # of a point, in pixels; its rim is darker, or light points would not show

    def __init__(self, axes: Axes, collection: Collection, k: int) -> None:
        """Choose the points, by lot but always the same, the common ones first."""
        self.axes, self.collection = axes, collection
        weights = np.ones(len(collection.X)) if collection.weight is None else np.sqrt(collection.weight)
        n_points = min(MOST_POINTS, len(collection.X))
        self.rows = np.random.default_rng(0).choice(len(weights), n_points, replace=False, p=weights / weights.sum())
        self.rivals = axes.scatter([], [], s=70, marker="x", c="black", linewidths=2)
        self.models = Models(axes, k)
        self.artists = [self.rivals, *self.models.artists]

    def project(self, X: np.ndarray) -> np.ndarray:
        """Say where samples are on the axes: (n, d) give (n, 2)."""
        return X

    def show(self, frame: Frame) -> None:
        """Colour the points as far as they are grouped; while models are picked, size them by their chance."""
        of_groups = group_colors(self.collection, frame.centroids)
        self.colors = self.own_colors()
        if frame.labels is not None:
            self.colors = (1 - frame.grouped) * self.colors + frame.grouped * of_groups[frame.labels[self.rows]]
        self.diameters = self.diameter if frame.pick is None else self.diameters_by_probability(frame)
        lost = [] if frame.pick is None else [row for row in frame.pick.candidates if row != frame.pick.index]
        self.rivals.set_offsets(self.project(self.collection.X[lost]))
        trail = [self.project(centroids) for centroids in frame.trail]
        self.models.place(self.project(frame.centroids), np.array(trail), of_groups)

    def own_colors(self) -> np.ndarray:
        """Colour each point as the sample that it is: (n_points, 3)."""
        X = self.collection.X[self.rows]
        return X / 255 if self.collection.is_colors else np.full((len(X), 3), 0.6)

    def diameters_by_probability(self, frame: Frame) -> np.ndarray:
        """Make points large that had a large chance to be picked: (n_points,) in pixels."""
        chances = frame.pick.probabilities / (1 if self.collection.weight is None else self.collection.weight)
        return np.rint(self.diameter * (0.4 + 1.4 * np.sqrt(chances / chances.max())))[self.rows].astype(int)

    def underlay(self, pixels: np.ndarray) -> None:
        """Paint the points."""
        places = self.axes.transData.transform(self.project(self.collection.X[self.rows]))
        dots(pixels, np.array([0, len(pixels)]) + places * (1, -1), self.colors, self.diameters, 1, self.rim_light)

    def paste(self, pixels: np.ndarray) -> None:
        """Number the models."""
        self.models.paste(pixels)


class Cube(Cloud):
    """Colours as points in the RGB cube, seen by a camera that can turn around it."""

    def __init__(self, figure: Figure, box: Box, collection: Collection, k: int) -> None:
        """Draw the edges of the cube under the points."""
        axes = add_axes(figure, box)
        axes.set(xlim=(-1, 1), ylim=(-1, 1), aspect="equal", xticks=[], yticks=[])
        self.letters = 11 if axes.bbox.height > 300 else 8  # points
        self.edges = axes.add_collection(LineCollection([], colors="0.5", linewidths=1.2))
        super().__init__(axes, collection, k)
        self.artists = [self.edges, *self.artists]
        self.turn(AZIMUTH, ELEVATION)

    def turn(self, azimuth: float, elevation: float) -> None:
        """Move the camera, in degrees: around the cube, and up."""
        self.azimuth, self.elevation = azimuth, elevation
        corners = 255.0 * np.array(list(product((0, 1), repeat=3)))  # (8, 3)
        edges = [pair for pair in combinations(corners, 2) if np.abs(pair[0] - pair[1]).sum() == 255]
        self.edges.set_segments([self.project(np.array(edge)) for edge in edges])
        nearer = np.argsort(self.depth(self.collection.X[self.rows]))
        self.rows = self.rows[nearer]  # the near ones are painted last, over the far ones

    def depth(self, colors: np.ndarray) -> np.ndarray:
        """Say how near colours are to the camera: (n, 3) give (n,)."""
        return self._turned(colors)[2]

    def project(self, X: np.ndarray) -> np.ndarray:
        """Show colours, (n, 3) from 0 to 255, on the screen: (n, 2)."""
        return np.stack(self._turned(X)[:2], axis=1)

    def _turned(self, colors: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Turn the cube until it stands before the camera: right, up and near, (n,) each."""
        turn, tilt = np.radians([self.azimuth, self.elevation])
        red, green, blue = ((colors - 127.5) / 212).T
        right, away = red * np.cos(turn) - green * np.sin(turn), red * np.sin(turn) + green * np.cos(turn)
        return right, blue * np.cos(tilt) + away * np.sin(tilt), blue * np.sin(tilt) - away * np.cos(tilt)

    def paste(self, pixels: np.ndarray) -> None:
        """Name the channels beside outer edges of the cube, where no points are, and number the models."""
        for text, place in self.names():
            x, y = self.axes.transData.transform(place)
            write(pixels, text, x, len(pixels) - y, size=self.letters, weight="bold", color=0.25)
        super().paste(pixels)

    def names(self) -> list[tuple[str, np.ndarray]]:
        """Say what to write where: red and green under the lowest edge of theirs, blue over the leftmost."""
        corners, names = 255.0 * np.array(list(product((0, 1), repeat=3))), []
        for channel, name in enumerate(("red", "green", "blue")):
            dark = corners[:, channel] == 0  # (8,), at the beginning of its edges
            low, high = self.project(corners[dark]), self.project(corners[~dark])  # (4, 2) each
            if name == "blue":
                above = 26 / self.axes.bbox.height  # 13 pixels
                names.append(("↑ blue", high[high[:, 0].argmin()] + (0, above)))
            else:
                edge = (low + high)[:, 1].argmin()
                rightwards = high[edge, 0] > low[edge, 0]
                names.append((f"{name} →" if rightwards else f"← {name}", 0.57 * (low + high)[edge]))
        return names


class Plane(Cloud):
    """Samples of two features, and for each centroid the region of the plane that is nearest to it."""

    diameter, rim_light = 8, 0.0

    def __init__(self, figure: Figure, box: Box, collection: Collection, k: int) -> None:
        """Draw the axes, in the units of the features."""
        left, top, width, height = box
        left, width, height = left + 58, (width - 58) // GRAIN, (height - 45) // GRAIN  # room for numbers and names
        axes = add_axes(figure, (left, top, width * GRAIN, height * GRAIN))
        low, high = collection.X.min(axis=0), collection.X.max(axis=0)
        margin = 0.08 * np.where(high > low, high - low, 1)
        (x0, y0), (x1, y1) = low - margin, high + margin
        axes.set(xlim=(x0, x1), ylim=(y0, y1))
        axes.tick_params(labelsize=9, length=3, pad=2)
        units = np.broadcast_to(collection.units, 2)
        for axis, name, unit in zip((axes.xaxis, axes.yaxis), collection.features, units, strict=True):
            name_axis(axis, name, unit)
        self.box = (left, top, width, height)
        columns, rows = np.arange(width) + 0.5, np.arange(height) + 0.5
        x, y = np.meshgrid(x0 + (x1 - x0) * columns / width, y1 - (y1 - y0) * rows / height)
        self.grid = np.stack([x.ravel(), y.ravel()], axis=1)  # (h * w, 2), where the pixels are, in the plane
        super().__init__(axes, collection, k)

    def show(self, frame: Frame) -> None:
        """Colour the regions, paler than the samples."""
        super().show(frame)
        pale = as_color(255 * (0.7 + 0.3 * group_colors(self.collection, frame.centroids)))
        self.regions = pale[assign(self.grid, frame.centroids)].reshape(self.box[3], self.box[2], 3)

    def underlay(self, pixels: np.ndarray) -> None:
        """Paint the regions, and the points on them."""
        paste(pixels[:, :, :3], self.regions.repeat(GRAIN, axis=0).repeat(GRAIN, axis=1), *self.box[:2])
        super().underlay(pixels)


def name_axis(axis: Axis, name: str, unit: float) -> None:
    """Write short numbers on an axis, in its unit, and its name; what the numbers leave out goes into the name."""
    axis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    if unit != 1:
        axis.set_major_locator(InUnits(unit))
        axis.set_major_formatter(lambda value, _: f"{value * unit:g}")
    else:
        short = axis.get_major_formatter()
        short.set_powerlimits((-2, 4))  # 0.001 and 10000 are too long: they become 1, times a power of 10
        short.format_ticks(axis.get_majorticklocs())  # which decides what to leave out: "1e−3" of all, or "+1e6"
        left_out = short.get_offset()
        times = "" if left_out.startswith(("+", "-", "\N{MINUS SIGN}")) else "× "
        name += f" ({times}{left_out})" if left_out else ""
        axis.offsetText.set_visible(False)  # it would stand in the heading
    axis.set_label_text(name)
    axis.labelpad = 2


class InUnits(MaxNLocator):
    """Finds ticks that are round numbers in the units of a feature, whatever it was divided by."""

    def __init__(self, unit: float) -> None:
        """Remember the unit."""
        super().__init__(5)
        self.unit = unit

    def tick_values(self, vmin: float, vmax: float) -> np.ndarray:
        """Find them."""
        return super().tick_values(vmin * self.unit, vmax * self.unit) / self.unit


class Recolored(Panel):
    """The picture, every pixel in the colour of its group's model; the original while models are picked."""

    def __init__(self, box: Box, collection: Collection) -> None:
        """Thin the picture to the pixels of its box, and remember which sample each of them is."""
        super().__init__()
        left, top, width, height = box
        rows = collection.pixel_rows(height, width)  # (h, w), -1 where not opaque
        enlarge = max(1, min(height // rows.shape[0], width // rows.shape[1]))  # a tiny picture, to be seen at all
        self.rows = rows.repeat(enlarge, axis=0).repeat(enlarge, axis=1)
        self.left, self.top = left + (width - self.rows.shape[1]) // 2, top + (height - self.rows.shape[0]) // 2
        self.own = as_color(collection.X)  # (n, 3)

    def show(self, frame: Frame) -> None:
        """Colour the samples."""
        self.colors = self.own if frame.labels is None else as_color(frame.centroids)[frame.labels]  # (n, 3)

    def paste(self, pixels: np.ndarray) -> None:
        """Copy their colours to the pixels; those that are not opaque stay white."""
        white = np.full((1, 3), 255, dtype=np.uint8)
        paste_framed(pixels, np.concatenate([self.colors, white])[self.rows], self.left, self.top)


class Bar(Panel):
    """The shares of the groups side by side, with numbers above and percentages below where they fit."""

    def __init__(self, box: Box, collection: Collection, k: int) -> None:
        """Remember where it goes."""
        super().__init__()
        self.box, self.collection, self.k = box, collection, k

    def show(self, frame: Frame) -> None:
        """Take each group's colour and share; while models are picked, all have the same."""
        self.colors = as_color(255 * group_colors(self.collection, frame.centroids))
        self.shares, self.counted = frame.shares, frame.shares is not None
        if not self.counted:
            self.shares = np.full(len(self.colors), 1 / self.k)

    def paste(self, pixels: np.ndarray) -> None:
        """Copy the bar, the edges at rounded cumulative sums, and label it."""
        left, top, width, height = self.box
        edges = bar_edges(self.shares, width)  # (m + 1,)
        bar = np.repeat(self.colors, np.diff(edges), axis=0)
        paste_framed(pixels, np.tile(bar, (height, 1, 1)), left, top)
        for group, share in enumerate(self.shares):
            room, middle = edges[group + 1] - edges[group], left + edges[group : group + 2].mean()
            if room >= 9 * len(str(group + 1)) + 5:
                write(pixels, str(group + 1), middle, top - 8, size=9.5, weight="bold")
            if room >= 32 and self.counted:
                write(pixels, f"{share:.0%}", middle, top + height + 9, size=9)


class Curve(Panel):
    """The inertia of one run or two, up to now."""

    def __init__(self, figure: Figure, box: Box, runs: Mapping[str, Sequence[Snapshot]]) -> None:
        """Draw the axes, from 0 to the largest inertia of all runs. `runs` are their snapshots, by name."""
        self.axes = add_axes(figure, box)
        last = max(len(history) for history in runs.values()) - 1
        top = max(snapshot.inertia for history in runs.values() for snapshot in history) or 1
        self.axes.set(xlim=(-0.03 * last - 0.1, 1.03 * last + 0.1), ylim=(0, 1.1 * top), yticks=[])
        self.axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
        self.axes.tick_params(labelsize=9)
        self.axes.set_title("inertia", size=10, loc="left", pad=3)
        self.axes.set_xlabel("iteration", size=9, labelpad=1)
        styles = ({"color": "black", "marker": "o"}, {"color": "#d55e00", "marker": "s", "linestyle": "--"})
        self.artists = [
            self.axes.plot([], [], markersize=4, linewidth=1.6, label=name, **style)[0]
            for name, style in zip(runs, styles, strict=False)
        ]
        if len(runs) > 1:
            place = {"loc": "lower right", "bbox_to_anchor": (1.02, 0.98), "ncols": 2, "frameon": False}
            tight = {"borderpad": 0, "columnspacing": 0.8, "handlelength": 1.4, "handletextpad": 0.4}
            self.axes.legend(**place, **tight, fontsize=7.5 if box[2] > 200 else 6)

    def show(self, frame: Frame) -> None:
        """Draw each run's line as far as it has come."""
        for line, inertias in zip(self.artists, frame.inertias, strict=True):
            line.set_data(range(len(inertias)), inertias)


class Words(Panel):
    """The heading and the line of story."""

    def __init__(self, heading: tuple[int, int], story: tuple[int, int], width: int, name: str = "") -> None:
        """Remember where they go; the story is broken into lines of `width` pixels."""
        super().__init__()
        self.heading, self.story, self.width, self.name = heading, story, width, name

    def show(self, frame: Frame) -> None:
        """Take the words."""
        title = "First pick" if frame.labels is None else f"Iteration {frame.iteration}"
        self.title = f"{self.name}: {title.lower()}" if self.name else title
        self.caption = wrap(frame.caption, self.width, size=11)

    def paste(self, pixels: np.ndarray) -> None:
        """Write them."""
        write(pixels, self.title, *self.heading, size=14, weight="bold", align=(0, 0))
        write(pixels, self.caption, *self.story, size=11, align=(0, 0))


def add_axes(figure: Figure, box: Box) -> Axes:
    """Make axes in a box of the figure, on the light ground."""
    left, top, width, height = box
    total_width, total_height = figure.bbox.size
    place = (left / total_width, 1 - (top + height) / total_height, width / total_width, height / total_height)
    axes = figure.add_axes(place, facecolor=str(GROUND))
    axes.spines[:].set_visible(False)
    return axes
