"""The panel that sorts the stones themselves on a table. The stones of a group lie in a row, beside their model.

While models are picked, the rocks lie on the table as they were found. Then the table has one row for each group,
with the model at the beginning of the row. In each iteration, stones that change group move to their new row.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...fast.colors import as_color
from ...fast.steps import assign
from ...pictures.rock_drawing import rock_scale, rock_sprite
from ...snapshot import Snapshot
from ..collection import Collection
from ..timeline import Frame
from .panels import MEDIUM, SMALL, Box, Panel, group_colors
from .pixels import blend, paste, write
from .sprites import SHADOW, crop, lay, model_stone, oval, shaded

CLOTH, ROW = (214, 211, 205), (240, 238, 233)  # the colours of the table, and of a row on it: light, and nearly grey
BLACK, PLAIN = (0, 0, 0), (150, 150, 150)
GAP, EDGE = 4, 4  # pixels: between two stones, and around the stones of a row
NAME = (104, 36)  # width and height of the text beside a model, in pixels at scale 1
LEAST_ROW = NAME[1] + 2 * EDGE  # height of a row that holds only the name of its model, in pixels at scale 1
MOST_GROUPS = 8  # the number of such rows on the table of a film of 640 × 480


class Stones(Panel):
    """Rocks on a table, grouped by their models."""

    def __init__(self, box: Box, collection: Collection, history: Sequence[Snapshot], scale: float = 1.0) -> None:
        """Choose a scale at which each snapshot fits on the table, and draw each stone once."""
        super().__init__(scale)
        self.name_size = round(NAME[0] * scale), round(NAME[1] * scale)
        self.left, self.top, self.width, self.height = box
        assert collection.rocks is not None, "only rocks are sorted on a table"
        self.collection, self.history, self.rocks = collection, history, collection.rocks
        self.longest = self.rocks["length"].max()  # mm
        self.order = np.argsort(-self.rocks["length"], kind="stable")  # the largest first
        tray = rock_scale(self.rocks, size=min(box[2:]))  # pixels per mm, if the tray fills the table
        corner = (np.array(box[2:]) - min(box[2:])) / 2  # of the tray
        self.found = np.column_stack([self.rocks["x"], self.rocks["y"]]) * tray + corner  # (n, 2)
        sizes = np.array([crop(rock_sprite(rock, pixels_per_mm=1)).shape[:2] for rock in self.rocks])  # mm
        for self.zoom in 0.9 * tray * 0.98 ** np.arange(150):  # pixels per mm: the largest scale at which all fits
            self.sizes = sizes * self.zoom + SHADOW + GAP  # (n, 2): height and width of each stone's place
            if self._has_room():
                break
        self.sprites = [shaded(crop(rock_sprite(rock, pixels_per_mm=self.zoom))) for rock in self.rocks]
        self.cloth = np.full((self.height, self.width, 3), CLOTH, dtype=np.uint8)
        self.divided = self.cloth.copy()
        for top, bottom in zip(self.edges[:-1], self.edges[1:], strict=True):
            self.divided[top + 1 : bottom - 1] = ROW

    def _has_room(self) -> bool:
        """Divide the table into rows. Each is high enough for its largest group and its model. Tell if all fits."""
        self.plinth = round(self.longest * self.zoom) + 18, round(0.8 * self.longest * self.zoom) + 14
        self.indent = EDGE + self.plinth[0] + self.name_size[0]  # the stones begin here
        fullest = np.max([self._shelve(now.labels)[1] for now in self.history], axis=0)  # (k,)
        heights = np.maximum(fullest, max(self.plinth[1], self.name_size[1])) + 2 * EDGE
        spare = (self.height - heights.sum()) / len(heights)
        self.edges = np.rint(np.cumsum([0, *(heights + spare)])).astype(int)  # (k + 1,): of the rows, from the top
        self.tops = (self.edges[:-1] + self.edges[1:] - fullest) / 2  # (k,): of the stones in them
        return spare >= 0 and self.sizes[:, 1].max() <= self.width - self.indent - EDGE

    def _shelve(self, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Lay the stones of each group side by side: return their middles (n, 2) and the groups' heights (k,)."""
        middles, heights = np.empty((len(labels), 2)), np.zeros(len(self.history[0].centroids))
        for group in range(len(heights)):
            members = self.order[labels[self.order] == group]
            middles[members], heights[group] = shelve(self.sizes[members], self.width - self.indent - EDGE)
        return middles, heights

    def places(self, labels: np.ndarray) -> np.ndarray:
        """Return the middles of the sorted stones, (n, 2): x and y from the corner of the table."""
        return self._shelve(labels)[0] + np.column_stack([np.full(len(labels), self.indent), self.tops[labels]])

    def show(self, frame: Frame) -> None:
        """Find the place of each stone. It can be on its way from its old group to its new one."""
        self.frame, self.changes = frame, np.zeros(len(self.rocks), dtype=bool)  # (n,): the stones that change group
        if frame.labels is None:
            self.at = self.found  # (n, 2)
            return
        self.at = self.places(frame.labels)
        if frame.phase == "grouping":
            start = self.found if frame.before is None else self.places(frame.before)
            self.at = (1 - frame.passed) * start + frame.passed * self.at
            self.changes = self.changes if frame.before is None else frame.before != frame.labels

    def overlay(self, pixels: np.ndarray) -> None:
        """Lay the models on the table, then the stones, then those that change group. No stone hides a name."""
        picking = self.frame.labels is None
        table = self.cloth.copy() if picking else self._rows()
        for stone in np.argsort(self.changes, kind="stable"):
            if self.changes[stone] and self.frame.passed < 1:
                side = self.sizes[stone].max() + 4 * self.scale
                lay(table, oval(side, side, 3 * self.scale, BLACK), self.at[stone])
            lay(table, self.sprites[stone], self.at[stone])
        if picking:
            self._mark_picks(table)
        else:
            self._write_names(table)
        paste(pixels, table, self.left, self.top)

    def _rows(self) -> np.ndarray:
        """Lay each model at the beginning of its row: (h, w, 3) uint8. In iteration 0 the rows appear gradually."""
        table, centroids = self.divided.copy(), self.frame.centroids
        colors = as_color(255 * group_colors(self.collection, centroids)).tolist()
        for group, color in enumerate(colors):
            x, y = EDGE + self.plinth[0] / 2, self.edges[group : group + 2].mean()
            lay(table, oval(*self.plinth, 6, BLACK), (x, y))
            lay(table, oval(self.plinth[0] - 2, self.plinth[1] - 2, 4, tuple(color)), (x, y))
            lay(table, self.model(centroids[group]), (x, y))
        if self.frame.iteration > 0:
            return table
        share = np.float32(self.frame.grouped)
        return (share * table + (1 - share) * self.cloth).astype(np.uint8)

    def _write_names(self, table: np.ndarray) -> None:
        """Write the name of each group and its model beside the model. Its background hides stones that pass."""
        for group, centroid in enumerate(self.frame.centroids):
            left, y = EDGE + self.plinth[0] + round(3 * self.scale), self.edges[group : group + 2].mean()
            width, height = self.name_size
            ground = np.full((height, width - round(6 * self.scale), 3), ROW, dtype=np.uint8)
            blend(table, ground, 0.85 * self.frame.grouped, left, round(y - height / 2))
            x, name = left + 3 * self.scale, self.collection.describe(centroid)
            style: dict[str, Any] = {"size": MEDIUM * self.scale, "weight": "bold"}
            write(table, f"Group {group + 1}", x, y - 9 * self.scale, align=(0, 0.5), **style)
            write(table, name, x, y + 9 * self.scale, size=SMALL * self.scale, align=(0, 0.5))

    def model(self, centroid: np.ndarray) -> np.ndarray:
        """Draw a centroid (d,) as a stone, RGBA (h, w, 4): in its colour, or in grey with its length."""
        if self.collection.is_colors:
            return model_stone(tuple(as_color(centroid).tolist()), round(0.8 * self.longest * self.zoom))
        length = np.clip((centroid * self.collection.units)[0], 1, self.longest)  # mm
        return model_stone(PLAIN, round(length * self.zoom))

    def _mark_picks(self, table: np.ndarray) -> None:
        """Put the stones that are picked on plates, and cross out the other candidates."""
        picked = assign(self.frame.centroids, self.collection.X)  # (m,): each is nearest to its own model
        drawn: Any = [] if self.frame.pick is None else self.frame.pick.candidates
        for stone in np.setdiff1d(drawn, picked).astype(int):
            size = round(0.7 * self.sizes[stone].min())
            for step in ((-1, -1), (1, -1), (-1, 1), (1, 1)):  # a white rim, for dark stones
                write(table, "×", *(self.at[stone] + step), size=size, weight="bold", grey=255)
            write(table, "×", *self.at[stone], size=size, weight="bold")
        for stone in picked:
            side = self.sizes[stone].max() + 2
            lay(table, oval(side, side, 3 * self.scale, BLACK), self.at[stone])
            lay(table, self.sprites[stone], self.at[stone])


def shelve(sizes: np.ndarray, room: float) -> tuple[np.ndarray, float]:
    """Lay rectangles side by side, like words in lines: return their middles (n, 2), x and y, and the total height.

    `sizes` (n, 2) are heights and widths, `room` is the length of a line.

    >>> middles, height = shelve(np.array([[4, 6], [2, 2], [2, 4]]), room=8)
    >>> middles.tolist(), height
    ([[3.0, 2.0], [7.0, 2.0], [2.0, 5.0]], 6.0)
    """
    lines, rights, right = np.zeros(len(sizes), dtype=int), np.zeros(len(sizes)), 0.0
    for i, width in enumerate(sizes[:, 1]):
        full = right + width > room
        right = width if full else right + width
        lines[i:], rights[i] = lines[i] + full, right
    heights = np.zeros(len(sizes))
    np.maximum.at(heights, lines, sizes[:, 0])  # the height of a line is the largest height in it
    return np.column_stack([rights - sizes[:, 1] / 2, (heights.cumsum() - heights / 2)[lines]]), float(heights.sum())
