"""The screen that a run is shown on: panels on one figure, of which only what moves is drawn again."""

import numpy as np
from matplotlib import style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from ..run import Run
from ..timeline import Frame
from .panels import Bar, Box, Cube, Curve, Panel, Plane, Recolored, Words
from .pixels import DPI
from .stones import LEAST_ROW, MOST_GROUPS, Stones


class Screen:
    """One run: its samples large on the left; picture, bar and inertia on the right; the story below."""

    def __init__(self, run: Run, size: tuple[int, int] = (640, 480), *, runs: dict[str, Run] | None = None) -> None:
        """Lay out the panels for what is sorted: colours, rocks or two features. Raises ValueError for anything else.

        `runs` are all the runs whose inertias are shown, by name, where there are others beside this one.
        """
        with style.context("default"):  # whatever style the user's own figures have
            inches = np.nextafter(np.divide(size, DPI), np.inf)  # 4.81 × 100 is 480.99…, and would be cut to 480
            self.figure = Figure(figsize=tuple(inches), dpi=DPI)
            self.panels = self.lay_out(run, *size, runs or {"": run})
        self.canvas = FigureCanvasAgg(self.figure)
        self.artists = [artist for panel in self.panels for artist in panel.artists]
        for artist in self.artists:
            artist.set_animated(True)  # so that the still part is drawn without them
        self.canvas.draw()
        self.still = self.canvas.copy_from_bbox(self.figure.bbox)

    def lay_out(self, run: Run, width: int, height: int, runs: dict[str, Run]) -> list[Panel]:
        """Make the panels."""
        collection, k = run.collection, run.n_clusters
        split, right = round(0.62 * width), round(0.365 * width)
        part = height / 480  # of the usual height: what stands one under the other shrinks and grows with it
        large, small = (10, 36, split - 24, height - 106), (split, 10, right, round(180 * part))
        if collection.rocks is not None and k <= min(MOST_GROUPS, large[3] // LEAST_ROW):
            main: Panel = Stones(large, collection, run.history)
        else:
            main = self.points(large, run)
        name = next(name for name, other in runs.items() if other is run)
        panels = [main, Words((10, 4), (10, height - 58), width - 16, name)]
        if isinstance(main, Stones):
            panels.append(self.points(small, run))  # the same in numbers
        elif collection.picture is not None:
            panels.append(Recolored(small, collection))
        panels.append(Bar((split, round(214 * part), right, round(26 * part)), collection, k))
        top = round(284 * part)
        deep = min(round(84 * part) - 4, height - 104 - top)  # its numbers stay above the story, also on a low screen
        histories = {name: other.history for name, other in runs.items()}
        panels.append(Curve(self.figure, (split, top, right, deep), histories))
        return panels

    def points(self, box: Box, run: Run) -> Panel:
        """Make the panel that shows samples as points."""
        collection = run.collection
        if collection.is_colors:
            return Cube(self.figure, box, collection, run.n_clusters)
        if collection.X.shape[1] == 2:
            return Plane(self.figure, box, collection, run.n_clusters)
        raise ValueError(f"data of {collection.X.shape[1]} features cannot be drawn: 2, or the 3 of a colour, can")

    def turn(self, azimuth: float, elevation: float) -> None:
        """Turn the cube, if there is one."""
        for panel in self.panels:
            if isinstance(panel, Cube):
                panel.turn(azimuth, elevation)

    def draw(self, frame: Frame) -> np.ndarray:
        """Draw one frame: (h, w, 3) uint8."""
        for panel in self.panels:
            panel.show(frame)
        self.canvas.restore_region(self.still)
        drawn = np.asarray(self.canvas.buffer_rgba())  # (h, w, 4), the canvas itself
        for panel in self.panels:
            panel.underlay(drawn)
        for artist in self.artists:
            self.figure.draw_artist(artist)
        pixels = drawn[:, :, :3].copy()
        for panel in self.panels:
            panel.paste(pixels)
        return pixels
