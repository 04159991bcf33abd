"""The window to step in: the panels of the film, moved by keys, slider and mouse.

`Player` works on any canvas of matplotlib's; `show` opens a window around it, or walks in the terminal where none can
be opened. pyplot is loaded only then, and none of its settings changes.
"""

import os
import sys
from bisect import bisect_left, bisect_right
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.widgets import Slider

from .drawing.cube import AZIMUTH, ELEVATION
from .drawing.pixels import DPI
from .drawing.screen import Screen
from .terminal import restart, walk
from .timeline import timeline

LEAST = (560, 420)  # pixels of the panels: in a smaller window they are shown smaller, in a larger one laid out anew
STRIP = 64  # pixels under the panels, for the slider and the line of help
HELP = """\
→  n  page down   one iteration on
←  b  page up     one iteration back
home  end         first pick, last iteration
space             play, pause
r                 restart with another seed
drag the cube     turn it
drag the slider   go to any iteration
q                 close the window
h                 hide this help"""


def show(stepper: Any, *, size: tuple[int, int] = (960, 760)) -> None:
    """Open a window of this size in pixels to step through a run, and return when it is closed.

    The stepper comes along: afterwards it is at the iteration seen last. Where no window can be opened, say why on
    stderr, and walk in the terminal. Raises ValueError for samples that cannot be drawn.
    """
    if reason := obstacle():
        print(f"no window: {reason}; walking in the terminal", file=sys.stderr)
        walk(stepper, sys.stdin, sys.stdout)
        return
    from matplotlib import pyplot

    with pyplot.rc_context({"toolbar": "None"}):  # to zoom and pan the panels would make no sense
        figure = pyplot.figure(figsize=tuple(np.divide(size, DPI)), dpi=DPI, layout="none")
    try:
        canvas, player = figure.canvas, Player(stepper, figure)
        player.keys["q"] = lambda: pyplot.close(figure)
        canvas.mpl_disconnect(canvas.manager.key_press_handler_id)  # who gives the same keys other meanings
        canvas.manager.set_window_title(f"{stepper.collection.name}, k = {stepper.n_clusters}")
        canvas.mpl_connect("close_event", lambda event: (player.timer.stop(), canvas.stop_event_loop()))
        canvas.manager.show()
        canvas.start_event_loop()  # until this window is closed; others may stay open
    finally:
        pyplot.close(figure)


def obstacle() -> str:
    """Say why no window can be opened here; nothing if one can."""
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return "there is no display"
    import matplotlib
    from matplotlib import pyplot
    from matplotlib.backends import backend_registry

    try:
        backend, toolkit = backend_registry.resolve_backend(matplotlib.get_backend())
        if toolkit is None:
            return f"matplotlib draws with {backend}; tkinter or PySide6 would let it open windows"
        pyplot.switch_backend(backend)  # which loads it, as the first figure would
    except ImportError as error:
        return " ".join(str(error).split())
    return ""


class Player:
    """A run on a canvas: frame number `at` is shown, and the frames up to number `goal` are to be played."""

    def __init__(self, stepper: Any, figure: Figure) -> None:
        """Begin where the stepper is; at iteration 0, with the first pick."""
        self.stepper, self.figure, self.canvas = stepper, figure, figure.canvas
        self.camera, self.grip = (AZIMUTH, ELEVATION), None
        figure.set_facecolor("white")
        self.axes = figure.add_axes((0, 0.1, 1, 0.9))
        self.axes.set_axis_off()
        style: dict[str, Any] = {"aspect": "auto", "extent": (0, 1, 0, 1), "interpolation": "antialiased"}
        self.picture = self.axes.imshow(np.zeros((1, 1, 3)), **style)
        self.slider = Slider(figure.add_axes((0, 0, 1, 0.1)), "iteration", 0, 1, color="0.4", initcolor="none")
        self.slider.drawon = False  # `draw` does
        self.slider.label.set_color("black"), self.slider.valtext.set_color("black")  # also in a dark style
        self.slider.on_changed(lambda iteration: self.jump(self.stop_of[int(iteration)]))
        style = {"color": "black", "size": 10, "va": "center"}
        turns = "drag turns   " if stepper.collection.is_colors else ""
        self.brief = figure.text(0, 0, f"← → step   space play   {turns}r restart   h help", **style)
        self.seed = figure.text(0, 0, "", **style, ha="right")
        self.help = figure.text(0.5, 0.5, HELP, **style, ha="center", ma="left", family="monospace", visible=False)
        self.help.set(linespacing=1.5, bbox={"facecolor": "white", "edgecolor": "black", "boxstyle": "round,pad=1"})
        self.timer = self.canvas.new_timer(interval=50)
        self.timer.add_callback(self.tick)
        self.listen()
        start = stepper.snapshot.iteration
        self.plan()
        if start:
            self.jump(self.stop_of[min(self.stop_of, key=lambda iteration: abs(iteration - start))])

    def listen(self) -> None:
        """Connect the keys and the mouse."""
        moves = {"right n pagedown": self.forward, "left b pageup": self.back, "r": self.restart}
        moves |= {"home": lambda: self.jump(0), "end": lambda: self.jump(self.stops[-1]), "h": self.toggle_help}
        self.keys = {key: move for keys, move in moves.items() for key in keys.split()} | {" ": self.play_or_pause}
        self.canvas.mpl_connect("key_press_event", self.press)
        for name in ("button_press_event", "motion_notify_event", "button_release_event"):
            self.canvas.mpl_connect(name, self.turn)
        self.canvas.mpl_connect("resize_event", self.lay_out)

    def plan(self) -> None:
        """Plan the frames of the run: where steps end, and where the slider can stand."""
        at = self.stepper.snapshot.iteration
        self.run = self.stepper.run().as_run()
        self.stepper.goto(at)
        self.frames = timeline(self.run, most_iterations=self.stepper.max_iter + 1)  # all of them
        self.stop_of = {frame.iteration: number for number, frame in enumerate(self.frames) if frame.is_stop}
        self.stops = sorted({0, *self.stop_of.values()})
        last = self.frames[-1].iteration
        self.slider.valmax, self.slider.valstep = max(1, last), list(self.stop_of)
        self.slider.valfmt = f"%d of {last}"
        self.slider.ax.set_xlim(0, self.slider.valmax)
        self.at = self.goal = 0
        self.lay_out()

    def lay_out(self, event: Any = None) -> None:
        """Give every part its place in the window, as large as this is now."""
        width, height = self.figure.bbox.size * DPI / self.figure.dpi  # in pixels as large as those of a film
        strip = STRIP / height
        self.axes.set_position((0, strip, 1, 1 - strip))
        self.slider.ax.set_position((90 / width, 0.58 * strip, 1 - 190 / width, 0.36 * strip))
        self.brief.set_position((14 / width, 0.28 * strip))
        self.seed.set_position((1 - 14 / width, 0.28 * strip))
        self.screen = Screen(self.run, tuple(np.maximum((width, height - STRIP), LEAST).astype(int)))
        self.screen.turn(*self.camera)
        self.draw()

    def draw(self) -> None:
        """Show frame number `at`, and take the stepper to its iteration."""
        frame = self.frames[self.at]
        self.stepper.goto(frame.iteration)
        self.picture.set_data(self.screen.draw(frame))
        self.slider.eventson = False  # it follows; only a hand that moves it makes a jump
        self.slider.set_val(frame.iteration)
        self.slider.eventson = True
        self.canvas.draw_idle()

    # Moves

    def jump(self, at: int) -> None:
        """Show another frame, and stay there."""
        self.at = self.goal = at
        self.timer.stop()
        self.draw()

    def play(self, goal: int) -> None:
        """Show one frame after the other, each for its time, up to the goal."""
        self.goal = goal
        self.timer.start()
        self.tick()

    def tick(self) -> None:
        """Show the next frame on the way to the goal."""
        if self.at < self.goal:
            self.at += 1
            self.timer.interval = self.frames[self.at].duration
            self.draw()
        if self.at == self.goal:
            self.timer.stop()

    def forward(self) -> None:
        """Play one step; if one is being played, finish it first."""
        if self.at < self.goal:
            self.at = self.next_stop()
        self.play(self.next_stop())

    def next_stop(self) -> int:
        """Find where the step ends that is being played, or else the next one."""
        return self.stops[bisect_right(self.stops, self.at, hi=len(self.stops) - 1)]

    def back(self) -> None:
        """Go back to where the last step began."""
        self.jump(self.stops[bisect_left(self.stops, self.at, lo=1) - 1])

    def play_or_pause(self) -> None:
        """Play to the end, or stop playing; at the end, play everything again."""
        if self.at < self.goal:
            self.jump(self.at)
        else:
            self.at = 0 if self.at == self.stops[-1] else self.at
            self.play(self.stops[-1])

    def restart(self) -> None:
        """Begin anew with another seed, and say which."""
        self.timer.stop()
        self.seed.set_text(restart(self.stepper))
        self.plan()

    def toggle_help(self) -> None:
        """Show all keys, or hide them."""
        self.help.set_visible(not self.help.get_visible())
        self.canvas.draw_idle()

    def press(self, event: Any) -> None:
        """Do what a key means."""
        move = self.keys.get((event.key or "").lower())
        if move is not None:
            move()

    def turn(self, event: Any) -> None:
        """Turn the cube so that its near side follows the hand that drags it."""
        if event.name == "button_press_event" and event.inaxes is self.axes and event.button == 1:
            self.grip = event.x, event.y
        elif event.name == "button_release_event":
            self.grip = None
        elif self.grip is not None:
            right, up = np.subtract((event.x, event.y), self.grip) * DPI / self.figure.dpi
            azimuth, elevation = self.camera
            self.camera = azimuth + 0.5 * right, float(np.clip(elevation - 0.5 * up, -90, 90))
            self.grip = event.x, event.y
            self.screen.turn(*self.camera)
            self.draw()
