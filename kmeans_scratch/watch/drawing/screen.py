"""The screen of a run: several panels on one figure. For each frame, only the moving parts are drawn again."""

import numpy as np
from matplotlib import style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from ..run import Run, most_common_first
from ..timeline import Frame
from .cube import Cube
from .curve import Curve
from .panels import Bar, Box, Panel, Recolored, Words
from .pixels import DPI
from .plane import Plane
from .stones import LEAST_ROW, MOST_GROUPS, Stones


class Screen:
    """One run: its samples large on the left; picture, bar and inertia on the right; the caption below."""

    def __init__(self, run: Run, size: tuple[int, int] = (640, 480), *, runs: dict[str, Run] | None = None) -> None:
        """Lay out the panels for colours, rocks, or samples of any number of features.

        If other runs are shown beside this one, `runs` has all of them by name, for their inertias.
        """
        self.scale = min(size[0] / 640, size[1] / 480)
        with style.context("default"):  # not the style of the user's own figures
            dpi = DPI * self.scale  # with it, matplotlib's lines, letters and discs grow too
            inches = np.nextafter(np.divide(size, dpi), np.inf)  # 4.81 × 100 is 480.99…, and would be cut to 480
            self.figure = Figure(figsize=tuple(inches), dpi=dpi)
            names = runs or {"": run}
            name = next((name for name, other in names.items() if other is run), "")
            self.panels = self.lay_out(most_common_first(run), *size, name, names)
        self.canvas = FigureCanvasAgg(self.figure)
        self.base = [artist for panel in self.panels for artist in panel.base]
        self.artists = [artist for panel in self.panels for artist in panel.artists]
        for artist in [*self.base, *self.artists]:
            artist.set_animated(True)  # leaves them out of the still part
        self.canvas.draw()
        self.still = self.canvas.copy_from_bbox(self.figure.bbox)

    def lay_out(self, run: Run, width: int, height: int, name: str, runs: dict[str, Run]) -> list[Panel]:
        """Make the panels."""
        collection, k, scale = run.collection, run.n_clusters, self.scale

        def px(units: float) -> int:
            return round(units * scale)

        is_stones = collection.rocks is not None and k <= min(MOST_GROUPS, int(height / scale - 102) // LEAST_ROW)
        split = round(0.62 * width)
        if not is_stones and collection.X.shape[1] == 3:
            split = min(split, height - px(38 + 64 - 40))  # a cube is no wider than it is high
        right = width - split - px(10)
        words = px(8), px(4), width - px(16), height - px(10)
        main_box = px(10), px(38), split - px(24), height - px(38 + 64)
        small_box = split, px(10), right, round(0.375 * height)
        panels: list[Panel] = [Words(words, scale, name)]
        panels.append(Stones(main_box, collection, run.history, scale) if is_stones else self.points(main_box, run))
        bar_top = round(0.41 * height)
        if is_stones:
            panels.append(self.points(small_box, run))  # the same rocks as points
        elif collection.picture is not None:
            panels.append(Recolored(small_box, collection))
        else:
            bar_top = px(38)  # the bar and the curve share the column
        panels.append(Bar((split, bar_top, right, px(28)), collection, k, scale))
        curve_top = bar_top + px(28 + 54)
        deep = height - px(64 + 40) - curve_top
        histories = {name: other.history for name, other in runs.items()}
        panels.append(Curve(self.figure, (split, curve_top, right, deep), histories, scale))
        return panels

    def points(self, box: Box, run: Run) -> Panel:
        """Make the panel that shows samples as points."""
        panel = Cube if run.collection.X.shape[1] == 3 else Plane
        return panel(self.figure, box, run.collection, run.n_clusters, self.scale)

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
        for artist in self.base:
            self.figure.draw_artist(artist)
        for panel in self.panels:
            panel.underlay(drawn)
        for artist in self.artists:
            self.figure.draw_artist(artist)
        pixels = np.empty((*drawn.shape[:2], 3), dtype=np.uint8)
        for channel in range(3):  # which NumPy copies several times faster than all at once
            pixels[:, :, channel] = drawn[:, :, channel]
        for panel in self.panels:
            panel.overlay(pixels)
        return pixels
