"""Samples on a plane, and for each model the region that is nearest to it.

Two features are the two axes. A single feature becomes a strip: its samples lie at random heights, so that they do
not hide one another. For more than three features, the axes are the first two principal components, and say so.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axis import Axis
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ..collection import Collection
from ..timeline import Frame
from .cloud import Cloud
from .panels import MEDIUM, SMALL, Box, add_axes, group_colors
from .pixels import write
from .regions import regions_of

PALENESS = 0.68  # the share of white in the colour of a region
MOST_UNEQUAL = 5  # if one axis is more than this many times as long, the axes have different scales


@dataclass(frozen=True)
class View:
    """How samples of any number of features are shown in two dimensions."""

    names: tuple[str, str]  #: of the axes
    units: np.ndarray  #: (2,), the value of 1 on each axis, in the unit of the feature
    middle: np.ndarray  #: (d,)
    directions: np.ndarray  #: (d, 2), the axes in the space of the features
    heights: np.ndarray | None = None  #: (n,), of the samples of a strip
    is_exact: bool = True  #: the nearest model on the plane is really the nearest one

    def project(self, X: np.ndarray) -> np.ndarray:
        """Return the places of samples or centroids: (n, d) give (n, 2). In a strip, their height is 0."""
        return (X - self.middle) @ self.directions


def view_of(collection: Collection) -> View:
    """Choose how a collection is shown on a plane."""
    X, d = collection.X, collection.X.shape[1]
    units = np.ones(2)
    if d == 1:
        heights = np.random.default_rng(0).uniform(-0.8, 0.8, len(X))
        return View((collection.features[0], ""), units, np.zeros(1), np.array([[1.0, 0.0]]), heights)
    if d == 2:
        names = collection.features[0], collection.features[1]
        return View(names, np.broadcast_to(collection.units, 2), np.zeros(2), np.eye(2))
    middle = np.average(X, axis=0, weights=collection.weight)
    spread = X - middle if collection.weight is None else (X - middle) * np.sqrt(collection.weight)[:, None]
    _, sizes, components = np.linalg.svd(spread, full_matrices=False)
    share = (sizes**2 / (sizes**2).sum())[:2] if sizes.any() else np.zeros(2)
    names = f"1st principal component ({share[0]:.0%} of the variance)", f"2nd principal component ({share[1]:.0%})"
    return View(names, units, middle, components[:2].T, is_exact=False)


class Plane(Cloud):
    """Samples as points on a plane, among the regions of the models."""

    diameter = 8.0

    def __init__(self, figure: Figure, box: Box, collection: Collection, k: int, scale: float = 1.0) -> None:
        """Draw the axes, in the units of the features."""
        left, top, width, height = box
        self.view = view_of(collection)
        is_strip = self.view.heights is not None
        aside, below = round((12 if is_strip else 60) * scale), round(42 * scale)  # for numbers and names
        axes = add_axes(figure, (left + aside, top, width - aside, height - below))
        places = self.view.project(collection.X)
        if self.view.heights is not None:
            places[:, 1] = self.view.heights
        self.low, self.high = limits(places, (width - aside) / (height - below), is_strip)
        axes.set(xlim=(self.low[0], self.high[0]), ylim=(self.low[1], self.high[1]))
        axes.tick_params(labelsize=SMALL, length=3, pad=2)
        for axis, name, unit in zip((axes.xaxis, axes.yaxis), self.view.names, self.view.units, strict=True):
            name_axis(axis, name, unit)
        if is_strip:
            axes.set_yticks([])
        self.areas: Any = axes.add_collection(PolyCollection([], edgecolors="white", linewidths=1.5))
        super().__init__(axes, collection, places, k, scale)
        self.base = [self.areas]

    def project(self, centroids: np.ndarray) -> np.ndarray:
        """Return the places of centroids (k, d) on the axes: (k, 2)."""
        return self.view.project(centroids)

    def show(self, frame: Frame) -> None:
        """Colour the regions, paler than the samples."""
        super().show(frame)
        self.regions = []
        if self.view.is_exact and np.isfinite(frame.centroids).all():
            self.regions = regions_of(self.view.project(frame.centroids), self.low, self.high)
        colors = group_colors(self.collection, frame.centroids, frame.groups)
        self.areas.set_verts(self.regions)
        self.areas.set_facecolors(PALENESS + (1 - PALENESS) * colors)

    def overlay(self, pixels: np.ndarray) -> None:
        """Write numbers on the models, and on regions whose middle is empty."""
        models, samples = map(self.axes.transData.transform, (self.models.places, self.places[self.rows]))
        for name, region in zip(self.models.names, self.regions, strict=False):
            if name and len(region):
                x, y = self.axes.transData.transform(region.mean(axis=0))
                to_model, to_sample = (np.linalg.norm(spots - (x, y), axis=1).min() for spots in (models, samples))
                if to_model > 3 * self.models.radius and to_sample > 1.5 * self.models.radius:
                    write(pixels, name, x, len(pixels) - y, size=1.6 * MEDIUM * self.scale, weight="bold", grey=90)
        super().overlay(pixels)


def limits(places: np.ndarray, shape: float, is_strip: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return the corners of axes around places (n, 2): low (2,) and high (2,). `shape` is the width / the height.

    Both axes get the same scale, unless one feature is many times as wide as the other.

    >>> limits(np.array([[0.0, 0.0], [100.0, 50.0]]), 1.0, False)[1]
    array([108.,  83.])
    """
    low, high = places.min(axis=0), places.max(axis=0)
    margin = 0.08 * np.where(high > low, high - low, 1)
    low, high = low - margin, high + margin
    if is_strip:
        return np.array([low[0], -1.0]), np.array([high[0], 1.0])
    per_unit = (high - low) / (shape, 1)  # how much of each feature fits on the height of the axes
    if per_unit.max() <= MOST_UNEQUAL * per_unit.min():
        spare = per_unit.max() * np.array([shape, 1]) - (high - low)
        low, high = low - spare / 2, high + spare / 2
    return low, high


def name_axis(axis: Axis, name: str, unit: float) -> None:
    """Write the name of an axis, and short numbers in its unit. The part that all share goes into the name."""
    axis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    if unit != 1:
        axis.set_major_locator(InUnits(unit))
        axis.set_major_formatter(lambda value, _: f"{value * unit:g}")
    else:
        short: Any = axis.get_major_formatter()
        short.set_powerlimits((-2, 4))  # 0.001 and 10000 are too long: they become 1, times a power of 10
        short.format_ticks(axis.get_majorticklocs())  # finds the part that all share: "1e−3", or "+1e6"
        shared = short.get_offset()
        times = "" if shared.startswith(("+", "-", "\N{MINUS SIGN}")) else "× "
        name += f" ({times}{shared})" if shared else ""
        axis.offsetText.set_visible(False)  # it would cover the heading
    axis.set_label_text(name, size=MEDIUM)
    axis.labelpad = 2


class InUnits(MaxNLocator):
    """Finds ticks that are round numbers in the unit of a feature, although its values were divided by `unit`."""

    def __init__(self, unit: float) -> None:
        """Remember the unit."""
        super().__init__(5)
        self.unit = unit

    def tick_values(self, vmin: float, vmax: float) -> Any:
        """Return the ticks."""
        return np.divide(super().tick_values(vmin * self.unit, vmax * self.unit), self.unit)
