"""The panel of the inertia: a curve for each run, with a point after each half-step."""

from collections.abc import Mapping, Sequence
from math import floor, log10
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ...snapshot import Snapshot
from ..timeline import Frame
from .panels import MEDIUM, SMALL, Box, Panel, add_axes

STYLES = ({"color": "black", "marker": "o"}, {"color": "#d55e00", "marker": "s", "linestyle": "--"})
WORDS = {0: "", 3: ", in thousands", 6: ", in millions", 9: ", in billions"}


class Curve(Panel):
    """The inertia of one or two runs: a full point after samples were grouped, a hollow point after models moved."""

    def __init__(self, figure: Figure, box: Box, runs: Mapping[str, Sequence[Snapshot]], scale: float = 1.0) -> None:
        """Draw the axes, from 0 to the largest inertia of all runs. `runs` are their snapshots, by name."""
        super().__init__(scale)
        margin = round(30 * scale)  # for the numbers
        self.axes = add_axes(figure, (box[0] + margin, box[1], box[2] - margin, box[3]))
        last = max(len(history) for history in runs.values()) - 1
        top = max(snapshot.inertia for history in runs.values() for snapshot in history) or 1
        power = 3 * floor(log10(top) / 3) if np.isfinite(top) else 0
        times = WORDS.get(power, f", in 10^{power}")
        self.axes.set(xlim=(-0.03 * last - 0.1, 1.03 * last + 0.1), ylim=(0, 1.1 * top))
        self.axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
        self.axes.yaxis.set_major_locator(MaxNLocator(3))
        self.axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value / 10.0**power:g}"))
        self.axes.tick_params(labelsize=SMALL, length=3, pad=2)
        self.axes.set_title(f"inertia{times}", size=MEDIUM, loc="left", pad=4, x=-margin / (box[2] - margin))
        self.axes.set_xlabel("iteration", size=SMALL, labelpad=1)
        self.lines: list[Any] = []  # for each run, the line and its hollow points
        for name, look in zip(runs, STYLES, strict=False):
            style: dict[str, Any] = dict(look)
            line = self.axes.plot([], [], markersize=5, linewidth=1.8, label=name, **style)[0]
            hollow: dict[str, Any] = {"color": style["color"], "marker": style["marker"], "markerfacecolor": "white"}
            self.lines += [line, self.axes.plot([], [], markersize=4, linestyle="", **hollow)[0]]
        self.artists = self.lines
        if len(runs) > 1:
            self.axes.legend(handles=self.lines[::2], frameon=False, fontsize=SMALL, borderpad=0, handlelength=1.6)

    def show(self, frame: Frame) -> None:
        """Draw the line of each run up to this frame."""
        for line, moved, inertias in zip(self.lines[::2], self.lines[1::2], frame.inertias, strict=True):
            halves = np.arange(len(inertias)) / 2
            line.set_data(halves, inertias)
            line.set_markevery(2)
            moved.set_data(halves[1::2], inertias[1::2])
