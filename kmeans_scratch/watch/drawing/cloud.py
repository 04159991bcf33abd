"""Samples as points, with the models among them: the shared part of the cube and the plane."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from ...fast.colors import ink_on
from ..collection import Collection
from ..timeline import Frame
from .panels import SMALL, Panel, group_colors
from .pixels import SHAPES, Layout, color_points, lay_out, paint, point_stamp, ring_stamp, write

MOST_POINTS = 2000  # more of them hide one another
OWN_GREY = 0.6  # the colour of samples that are no colours, before they are grouped
RIM_LIGHT = 0.45  # the rim of a point has this share of its light, so that light points show on a light ground


class Models(Panel):
    """The centroids: numbered discs with an outline that shows on every colour, and trails from their old places."""

    def __init__(self, axes: Axes, k: int, scale: float = 1.0) -> None:
        """Make the discs and trails; `place` says where they are."""
        super().__init__(scale)
        self.axes = axes
        is_roomy = k <= 20 and axes.bbox.height > 250 * scale
        size, outline = (190, 1.5) if is_roomy else (130, 1)  # square points, points
        self.letters = SMALL * scale
        self.radius = np.sqrt(size) / 2 * axes.figure.dpi / 72  # of a disc, in pixels
        self.halo: Any = axes.add_collection(LineCollection([], colors="white", linewidths=4.5, capstyle="round"))
        self.trail: Any = axes.add_collection(LineCollection([], colors="black", linewidths=1.8, capstyle="round"))
        self.rim = axes.scatter([], [], s=size * 1.8, c="white", linewidths=0)
        self.discs: Any = axes.scatter([], [], s=size, linewidths=outline, edgecolors="black")
        self.artists = [self.halo, self.trail, self.rim, self.discs]

    def place(self, places: np.ndarray, trail: np.ndarray, colors: np.ndarray, names: list[str]) -> None:
        """Put the models at places (m, 2), with a trail (t, m, 2), in colors (m, 3), with names on them."""
        self.places, self.colors, self.names = places, colors, names
        paths = np.concatenate([trail, places[None]]).swapaxes(0, 1) if len(trail) else []
        for lines in (self.halo, self.trail):
            lines.set_segments(paths)
        for discs in (self.rim, self.discs):
            discs.set_offsets(places)
        self.discs.set_facecolors(colors)

    def overlay(self, pixels: np.ndarray) -> None:
        """Write numbers on the discs, but not on a disc whose middle is under another one: nobody could read them."""
        spots = self.axes.transData.transform(self.places)  # (m, 2)
        for i, (x, y) in enumerate(spots):
            covered = (np.linalg.norm(spots[i + 1 :] - (x, y), axis=1) < self.radius).any()
            if self.axes.bbox.contains(x, y) and not covered:
                ink = ink_on(255 * self.colors[i])
                write(pixels, self.names[i], x, len(pixels) - y, size=self.letters, weight="bold", grey=ink)


class Cloud(Panel):
    """Samples as points. They are discs until they have a group. Then groups have different shapes."""

    diameter = 6.5  # of a point, in pixels of a film of 640 × 480

    def __init__(self, axes: Axes, collection: Collection, places: np.ndarray, k: int, scale: float) -> None:
        """Choose points at random, with a fixed seed. Common colours are more probable. `places` are (n, ...)."""
        super().__init__(scale)
        self.axes, self.collection, self.places = axes, collection, places
        weights = np.ones(len(collection.X)) if collection.weight is None else np.sqrt(collection.weight)
        n_points = min(MOST_POINTS, len(collection.X))
        self.rows = np.random.default_rng(0).choice(len(weights), n_points, replace=False, p=weights / weights.sum())
        self.losers = axes.scatter([], [], s=70, marker="x", c="black", linewidths=2)
        self.models = Models(axes, k, scale)
        self.kept: tuple[np.ndarray, Layout] | None = None
        self.artists = [self.losers, *self.models.artists]

    def project(self, centroids: np.ndarray) -> np.ndarray:
        """Return the places of centroids (k, d) on the axes: (k, 2)."""
        raise NotImplementedError

    def spots(self, rows: np.ndarray) -> np.ndarray:
        """Return the places of the samples in these rows on the axes: (n, 2)."""
        return self.places[rows]

    def show(self, frame: Frame) -> None:
        """Give the points their colours. While models are picked, more probable points are larger."""
        of_groups = group_colors(self.collection, frame.centroids, frame.groups)
        self.colors, self.forms = self.own_colors(), np.zeros(len(self.rows), dtype=int)
        if frame.worn is not None:
            worn = frame.worn[self.rows]
            self.colors = (1 - frame.grouped) * self.colors + frame.grouped * of_groups[worn]
            self.forms = worn % len(SHAPES) if frame.grouped >= 0.5 else self.forms
        self.changing = None if frame.changing is None else frame.changing[self.rows]
        self.sizes = self.diameters() if frame.pick is None else self.diameters_by_probability(frame)
        losers = [] if frame.pick is None else [row for row in frame.pick.candidates if row != frame.pick.index]
        self.losers.set_offsets(self.spots(np.array(losers, dtype=int)))
        trail = np.array([self.project(centroids) for centroids in frame.trail])
        names = ["" if frame.phase == "picking" else str(group + 1) for group in frame.groups]
        self.models.place(self.project(frame.centroids), trail, of_groups, names)

    def own_colors(self) -> np.ndarray:
        """Return the own colour of each sample: (n_points, 3) from 0 to 1."""
        X = self.collection.X[self.rows]
        return X / 255 if self.collection.is_colors else np.full((len(X), 3), OWN_GREY)

    def diameters(self) -> np.ndarray:
        """Return the diameter of each point, (n_points,) in pixels."""
        return np.full(len(self.rows), round(self.diameter * self.scale))

    def diameters_by_probability(self, frame: Frame) -> np.ndarray:
        """Return larger diameters for points that are picked more probably: (n_points,) in pixels."""
        assert frame.pick is not None, "only picks have probabilities"
        each = frame.pick.probabilities / (1 if self.collection.weight is None else self.collection.weight)
        return np.rint(self.diameter * self.scale * (0.4 + 1.4 * np.sqrt(each / each.max())))[self.rows].astype(int)

    def underlay(self, pixels: np.ndarray) -> None:
        """Paint the points, and a ring around those that change group."""
        spots = self.axes.transData.transform(self.spots(self.rows)) * (1, -1) + (0, len(pixels))
        colors = 255 * self.colors
        color_points(pixels, self.layout(pixels.shape, spots), colors, RIM_LIGHT * colors)
        if self.changing is not None and self.changing.any():
            n, stamp = self.changing.sum(), ring_stamp(1.35 * self.diameter * self.scale, 1.3 * self.scale)
            paint(pixels, spots[self.changing], np.zeros((n, 3)), np.full((n, 3), 255), stamp)

    def layout(self, shape: tuple[int, ...], spots: np.ndarray) -> Layout:
        """Find which point is seen where. As long as all stay where they are, the answer is kept."""
        kinds = np.column_stack([spots, self.forms, self.sizes])  # (n_points, 4)
        if self.kept is None or not np.array_equal(self.kept[0], kinds):
            pairs, which = np.unique(kinds[:, 2:].astype(int), axis=0, return_inverse=True)
            stamps = [point_stamp(SHAPES[form], size, 0.8 * self.scale) for form, size in pairs.tolist()]
            self.kept = kinds, lay_out(shape, spots, stamps, which.ravel())
        return self.kept[1]

    def overlay(self, pixels: np.ndarray) -> None:
        """Number the models."""
        self.models.overlay(pixels)
