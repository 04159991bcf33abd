"""Colours as points in the RGB cube, or samples of three other features in a box. A camera can move around it."""

from itertools import combinations, product
from typing import Any

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from ..collection import Collection
from .cloud import Cloud
from .panels import SMALL, Box, add_axes
from .pixels import text_width, write

AZIMUTH, ELEVATION = -60.0, 22.0  # degrees: the direction of the camera from the cube
DISTANCE = 4.5  # of the camera from the middle; half of the cube's diagonal is 1
CORNERS = np.array(list(product((-1.0, 1.0), repeat=3))) / np.sqrt(3)  # (8, 3)


class Cube(Cloud):
    """Samples of three features in a cube: nearer points are larger, hidden edges are faint."""

    def __init__(self, figure: Figure, box: Box, collection: Collection, k: int, scale: float = 1.0) -> None:
        """Put the samples into the cube, whose corners are 1 from its middle."""
        axes = add_axes(figure, box)
        axes.set(xlim=(-0.96, 0.96), ylim=(-0.96, 0.96), aspect="equal", xticks=[], yticks=[])
        low, high = np.zeros(3), np.full(3, 255.0)
        self.names: tuple[str, ...] = ("red", "green", "blue")
        if not collection.is_colors:
            low, high, self.names = collection.X.min(axis=0), collection.X.max(axis=0), collection.features
        self.middle = (low + high) / 2
        self.half = ((high - low).max() or 1) / 2 * np.sqrt(3)
        self.hidden: Any = axes.add_collection(LineCollection([], colors="0.72", linewidths=1))
        self.edges: Any = axes.add_collection(LineCollection([], colors="0.35", linewidths=1.6))
        super().__init__(axes, collection, (collection.X - self.middle) / self.half, k, scale)
        self.base, self.artists = [self.hidden, self.edges], self.artists
        self.turn(AZIMUTH, ELEVATION)

    def turn(self, azimuth: float, elevation: float) -> None:
        """Move the camera around the cube and up, in degrees. The edges at the farthest corner are hidden."""
        self.azimuth, self.elevation = azimuth, elevation
        farthest = CORNERS[self.look(CORNERS)[2].argmin()]
        edges = [pair for pair in combinations(CORNERS, 2) if (pair[0] != pair[1]).sum() == 1]
        hidden = [any((corner == farthest).all() for corner in edge) for edge in edges]
        lines = [self.on_screen(np.array(edge)) for edge in edges]
        self.hidden.set_segments([line for line, faint in zip(lines, hidden, strict=True) if faint])
        self.edges.set_segments([line for line, faint in zip(lines, hidden, strict=True) if not faint])
        self.rows = self.rows[np.argsort(self.look(self.places[self.rows])[2])]  # near points cover far ones
        self.near = self.look(self.places[self.rows])[2]

    def look(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return places (n, 3) as the camera sees them: how far right, up, and towards the camera, (n,) each."""
        turn, tilt = np.radians([self.azimuth, self.elevation])
        x, y, z = places.T
        right, away = x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)
        return right, z * np.cos(tilt) + away * np.sin(tilt), z * np.sin(tilt) - away * np.cos(tilt)

    def on_screen(self, places: np.ndarray) -> np.ndarray:
        """Return places in the cube, (n, 3), in perspective on the screen: (n, 2)."""
        right, up, near = self.look(places)
        return np.stack([right, up], axis=1) * (DISTANCE / (DISTANCE - near.clip(max=DISTANCE / 2)))[:, None]

    def project(self, centroids: np.ndarray) -> np.ndarray:
        """Return the places of centroids (k, 3) on the axes: (k, 2)."""
        return self.on_screen((centroids - self.middle) / self.half)

    def spots(self, rows: np.ndarray) -> np.ndarray:
        """Return the places of the samples in these rows on the axes: (n, 2)."""
        return self.on_screen(self.places[rows])

    def diameters(self) -> np.ndarray:
        """Return larger diameters for nearer points: (n_points,) in pixels."""
        return np.rint(self.diameter * self.scale * (1 + 0.35 * self.near)).astype(int)

    def overlay(self, pixels: np.ndarray) -> None:
        """Write the features beside outer edges, where no points are, and numbers on the models."""
        for text, place in self.signs():
            x, y = self.axes.transData.transform(place)
            size, box = SMALL * self.scale, self.axes.bbox
            half = 0.56 * text_width(text, size) + 4 * self.scale  # bold letters are wider; and a margin
            if not text.startswith("↑"):  # a long name grows away from the cube
                x += float(np.clip(place[0] / 0.3, -1, 1)) * max(0, half - 26 * self.scale)
            x = float(np.clip(x, box.x0 + half, max(box.x0, box.x1 - half)))  # inside of the panel
            write(pixels, text, x, len(pixels) - y, size=size, weight="bold", grey=60)
        super().overlay(pixels)

    def signs(self) -> list[tuple[str, np.ndarray]]:
        """Return texts and places: two features are named below their lowest edges, the third above its left edge."""
        signs = []
        for feature, name in enumerate(self.names):
            begins = CORNERS[:, feature] < 0  # (8,), the corners at which edges of this feature begin
            low, high = self.on_screen(CORNERS[begins]), self.on_screen(CORNERS[~begins])  # (4, 2) each
            if feature == 2:
                above = 28 * self.scale / self.axes.bbox.height
                signs.append((f"↑ {name}", high[high[:, 0].argmin()] + (0, above)))
            else:
                edge = (low + high)[:, 1].argmin()
                rightwards = high[edge, 0] > low[edge, 0]
                signs.append((f"{name} →" if rightwards else f"← {name}", 0.57 * (low + high)[edge]))
        return signs
