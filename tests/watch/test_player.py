"""The window to step in, driven through a canvas without a screen by synthetic keys and mouse."""

import io
import subprocess
import sys
import types

import matplotlib
import numpy as np
import pytest
from matplotlib.backend_bases import CloseEvent, KeyEvent, MouseEvent, ResizeEvent
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from kmeans_scratch import Stepper, rock_collection
from kmeans_scratch.watch import player
from kmeans_scratch.watch.drawing.cube import Cube
from kmeans_scratch.watch.player import STRIP, Player, obstacle, show


class Timer:
    """A timer that waits to be asked."""

    def __init__(self, interval):
        self.interval, self.running, self.callbacks = interval, False, []

    def add_callback(self, callback):
        self.callbacks.append(callback)

    def start(self):
        self.running = True

    def stop(self):
        self.running = False

    def strike(self):
        for callback in self.callbacks:
            callback()


class Canvas(FigureCanvasAgg):
    """A canvas with such a timer, drawn only when it is looked at."""

    def new_timer(self, interval):
        return Timer(interval)

    def draw_idle(self):
        """Wait for `window`."""


def colors_stepper(**settings):
    return Stepper(rock_collection(), 4, **({"random_state": 3} | settings))


def make(stepper=None, size=(900, 700), dpi=100):
    figure = Figure(figsize=(size[0] / dpi, size[1] / dpi), dpi=dpi)
    Canvas(figure)
    return Player(stepper or colors_stepper(), figure)


def press(player, *keys):
    for key in keys:
        KeyEvent("key_press_event", player.canvas, key)._process()


def mouse(player, name, x, y, button=1):
    MouseEvent(f"{name}_event", player.canvas, x, y, button=button)._process()


def drag(player, start, *places, button=1):
    mouse(player, "button_press", *start, button=button)
    for place in places:
        mouse(player, "motion_notify", *place)
    mouse(player, "button_release", *(places or [start])[-1], button=button)


def slide(player, iteration):
    """Take the slider's handle to an iteration."""
    axes = player.slider.ax
    (x0, y), (x1, _) = (axes.transData.transform((value, 0.5)) for value in (player.slider.val, iteration))
    drag(player, (x0, y), ((x0 + x1) / 2, y), (x1, y))


def play(player):
    """Let the time pass until nothing is played any more; return the iterations seen."""
    seen = []
    while player.timer.running:
        player.timer.strike()
        seen.append(player.stepper.snapshot.iteration)
    return seen


def window(player):
    """What stands in the window: (h, w, 3)."""
    player.canvas.draw()
    return np.asarray(player.canvas.buffer_rgba())[:, :, :3]


def cube_of(player):
    return next(panel for panel in player.screen.panels if isinstance(panel, Cube))


def last(player):
    return player.frames[-1].iteration


def at(player):
    """Where one is, as slider and stepper say."""
    assert player.slider.val == player.stepper.snapshot.iteration == player.frames[player.at].iteration
    return player.slider.val


# What is shown


def test_the_window_shows_the_panels_of_the_film_pixel_by_pixel():
    player = make()
    press(player, "end")
    shown = window(player)[: 700 - STRIP]
    assert (shown == player.screen.draw(player.frames[-1])).all()


def test_on_a_dense_screen_everything_is_as_large_as_on_another():
    player = make(size=(900, 700), dpi=100)
    dense = make(size=(1800, 1400), dpi=200)
    assert dense.screen.figure.bbox.size.tolist() == player.screen.figure.bbox.size.tolist()
    assert np.abs(window(dense)[::2, ::2].astype(int) - window(player)).mean() < 3


def test_a_line_of_help_is_always_there_and_inside():
    for size in ((900, 700), (480, 360)):
        player = make(size=size)
        assert player.brief.get_text() == "← → step   space play   drag turns   r restart   h help"
        box = player.brief.get_window_extent(player.canvas.get_renderer())
        assert box.x0 > 0
        assert box.x1 < size[0]
        assert box.y0 > 0
        assert box.y1 < STRIP


def test_what_has_no_cube_does_not_turn():
    player = make(colors_stepper(by="size"))
    assert "drag" not in player.brief.get_text()
    before = window(player).copy()
    drag(player, (200, 400), (300, 450))
    assert (window(player) == before).all()


def test_samples_that_cannot_be_drawn_are_refused():
    with pytest.raises(ValueError, match="data of 5 features cannot be drawn"):
        make(Stepper(np.eye(5), 2, random_state=0))


def test_the_window_begins_with_the_first_pick():
    player = make()
    assert player.at == 0
    assert player.frames[0].labels is None


@pytest.mark.parametrize("iteration", [1, 2])
def test_the_window_begins_where_the_stepper_is(iteration):
    player = make(colors_stepper().goto(iteration))
    assert at(player) == iteration
    assert player.frames[player.at].grouped == 1


# Keys


@pytest.mark.parametrize("key", ["right", "n", "N", "pagedown"])
def test_a_step_forward_plays_its_half_steps_and_ends_with_all_grouped(key):
    player = make(colors_stepper().next())
    press(player, key)
    assert player.timer.running
    begun = player.at
    assert set(play(player)) == {2}
    assert player.at > begun + 2
    assert player.frames[player.at].is_stop
    assert at(player) == 2


def test_each_frame_has_its_time():
    player = make()
    press(player, "right")
    while player.timer.running:
        assert player.timer.interval == player.frames[player.at].duration
        player.timer.strike()


def test_steps_forward_visit_every_iteration():
    player, visited = make(), []
    for _ in range(last(player) + 1):
        press(player, "right")
        play(player)
        visited.append(at(player))
    assert visited == list(range(last(player) + 1))
    assert player.at == len(player.frames) - 1


def test_a_step_forward_while_one_is_played_finishes_that_one():
    player = make()
    press(player, "right", "right", "right")
    play(player)
    assert at(player) == 2


def test_at_the_end_a_step_forward_stays():
    player = make()
    press(player, "end", "right")
    assert not player.timer.running
    assert player.at == len(player.frames) - 1


@pytest.mark.parametrize("key", ["left", "b", "pageup"])
def test_a_step_back_is_made_at_once(key):
    player = make(colors_stepper().goto(2))
    press(player, key)
    assert at(player) == 1
    assert player.frames[player.at].is_stop
    press(player, key)
    assert at(player) == 0
    press(player, key, key)
    assert player.at == 0
    assert not player.timer.running


def test_a_step_back_while_one_is_played_takes_that_one_back():
    player = make(colors_stepper().next())
    press(player, "right")
    player.timer.strike()
    press(player, "left")
    assert at(player) == 1
    assert not player.timer.running


def test_the_step_back_from_the_end_leads_to_another_iteration():
    player = make()
    press(player, "end", "left")
    assert at(player) == last(player) - 1


def test_space_plays_to_the_end():
    player = make()
    press(player, " ")
    seen = play(player)
    assert seen == sorted(seen)
    assert player.at == len(player.frames) - 1


def test_space_pauses_and_goes_on():
    player = make()
    press(player, " ")
    for _ in range(20):
        player.timer.strike()
    press(player, " ")
    assert not player.timer.running
    paused = player.at
    player.timer.strike()  # one that was already on its way
    assert player.at == paused
    press(player, " ")
    assert player.at == paused + 1
    assert player.timer.running


def test_space_at_the_end_plays_everything_again():
    player = make()
    press(player, "end", " ")
    assert player.at == 1
    play(player)
    assert player.at == len(player.frames) - 1


def test_home_and_end():
    player = make()
    press(player, "end")
    assert at(player) == last(player)
    assert player.stepper.snapshot.stop_reason
    press(player, "home")
    assert player.at == 0


def test_restart_says_the_seed_and_whoever_gives_it_sees_the_same_run():
    player = make()
    press(player, "right")
    press(player, "r")
    said = player.seed.get_text()
    seed = int(said.removeprefix("Restarted with seed ").removesuffix("."))
    fresh = colors_stepper(random_state=seed)
    assert (player.stepper.history[0].centroids == fresh.snapshot.centroids).all()
    assert player.at == 0
    assert not player.timer.running
    press(player, "end")
    assert at(player) == len(fresh.run()) - 1 == player.slider.valmax
    assert player.slider.valtext.get_text() == f"{at(player)} of {at(player)}"
    assert (window(player)[: 700 - STRIP] == player.screen.draw(player.frames[-1])).all()


def test_what_restart_says_does_not_cover_the_line_of_help():
    player = make(size=(640, 480))
    player.seed.set_text("Restarted with the models given.")  # the longest it says
    renderer = player.canvas.get_renderer()
    assert player.seed.get_window_extent(renderer).x0 > player.brief.get_window_extent(renderer).x1


def test_a_restart_keeps_the_camera():
    player = make()
    drag(player, (200, 400), (260, 420))
    turned = player.camera
    press(player, "r")
    assert (cube_of(player).azimuth, cube_of(player).elevation) == turned


def test_h_shows_all_keys_and_hides_them():
    player = make()
    before = window(player).copy()
    press(player, "h")
    shown = window(player).copy()
    box = player.help.get_window_extent(player.canvas.get_renderer())
    assert box.x0 > 0
    assert box.x1 < 900
    assert not (shown == before).all()
    press(player, "h")
    assert (window(player) == before).all()


@pytest.mark.parametrize("key", ["x", "k", "l", "g", "ctrl+h", "shift+right", "escape", None])
def test_other_keys_do_nothing(key):
    player = make(colors_stepper().next())
    before = window(player).copy()
    press(player, key)
    assert (window(player) == before).all()


# The hand


@pytest.mark.parametrize("iteration", [2, 1, 0])
def test_the_slider_goes_to_any_iteration_at_once(iteration):
    player = make()
    press(player, "end")
    slide(player, iteration)
    assert at(player) == iteration
    assert player.frames[player.at].is_stop
    assert not player.timer.running


def test_the_slider_ends_what_is_played():
    player = make()
    press(player, " ")
    slide(player, 2)
    assert not player.timer.running
    assert at(player) == 2


def test_the_slider_does_not_turn_the_cube():
    player = make()
    camera = player.camera
    slide(player, 2)
    assert player.camera == camera


def test_a_run_of_one_iteration_has_a_slider_too():
    player = make(Stepper(np.array([[[250, 0, 0], [0, 0, 250]]], dtype=np.uint8), 2, random_state=0))
    press(player, "end", "left", "right")
    play(player)
    assert at(player) == last(player) == 1


def test_the_near_side_of_the_cube_follows_the_hand():
    player = make()
    cube = cube_of(player)
    corners = np.array([(r, g, b) for r in (0, 255) for g in (0, 255) for b in (0, 255)], dtype=float)
    near = corners[[cube.depth(corners).argmax()]]
    before = cube.project(near)
    drag(player, (300, 400), (310, 400))
    right = cube.project(near) - before
    assert right[0, 0] > abs(right[0, 1])
    before = cube.project(near)
    drag(player, (300, 400), (300, 410))
    up = cube.project(near) - before
    assert up[0, 1] > abs(up[0, 0])


def test_a_drag_redraws_and_goes_no_further_than_from_above_and_below():
    player = make()
    before = window(player).copy()
    drag(player, (300, 400), (300, 5000))
    assert player.camera[1] == -90
    assert not (window(player) == before).all()
    drag(player, (300, 400), (300, -5000))
    assert player.camera[1] == 90


def test_without_a_button_or_with_another_one_nothing_turns():
    player = make()
    camera = player.camera
    mouse(player, "motion_notify", 500, 500, button=None)
    drag(player, (300, 400), (350, 450), button=3)
    drag(player, (300, 400), (350, 450))
    turned = player.camera
    mouse(player, "motion_notify", 600, 600, button=None)  # after the button was let go
    assert turned != camera
    assert player.camera == turned


def test_a_drag_while_a_step_is_played_does_not_stop_it():
    player = make()
    press(player, "right")
    drag(player, (300, 400), (350, 450))
    assert player.timer.running


# The window


@pytest.mark.parametrize("size", [(1300, 900), (640, 500), (300, 200)])
def test_a_resized_window_is_laid_out_anew(size):
    player = make(colors_stepper().next())
    drag(player, (200, 400), (260, 420))
    camera = player.camera
    player.figure.set_size_inches(size[0] / 100, size[1] / 100)
    ResizeEvent("resize_event", player.canvas)._process()
    assert at(player) == 1
    assert player.camera == camera
    shown = window(player)
    assert shown.shape == (size[1], size[0], 3)
    if min(size) > 400:
        assert (shown[: size[1] - STRIP] == player.screen.draw(player.frames[player.at])).all()


def test_resizing_does_not_stop_what_is_played():
    player = make()
    press(player, " ")
    ResizeEvent("resize_event", player.canvas)._process()
    assert player.timer.running


@pytest.fixture
def windows(monkeypatch):
    """Windows without a screen: a script of keys for the next window, and what became of it."""
    from matplotlib import pyplot

    record = types.SimpleNamespace(keys=[], titles=[], figures=[], shown=0, stopped=0)
    monkeypatch.setattr(player, "obstacle", str)

    class Manager:
        def show(self):
            record.shown += 1

        def set_window_title(self, title):
            record.titles.append(title)

    class Window(Canvas):
        def start_event_loop(self, timeout=0):
            for key in record.keys:
                KeyEvent("key_press_event", self, key)._process()
            CloseEvent("close_event", self)._process()

        def stop_event_loop(self):
            record.stopped += 1

    def open_figure(**settings):
        record.toolbar = matplotlib.rcParams["toolbar"]
        figure = Figure(**settings)
        window, window_manager = Window(figure), Manager()
        window_manager.key_press_handler_id = window.mpl_connect(
            "key_press_event", lambda event: pytest.fail("its own")
        )
        window.manager = window_manager
        record.figures.append(figure)
        return figure

    monkeypatch.setattr(pyplot, "figure", open_figure)
    monkeypatch.setattr(pyplot, "close", lambda figure: record.figures.remove(figure))
    return record


def test_the_window_has_a_title_and_no_toolbar_and_no_setting_changes(windows):
    before = matplotlib.rcParams.copy()  # dict() would ask for the backend, and so choose one
    show(colors_stepper())
    assert windows.titles == ["rocks by colour, k = 4"]
    assert windows.toolbar == "None"
    assert windows.shown == windows.stopped == 1
    assert windows.figures == []
    assert matplotlib.rcParams.copy() == before


def test_keys_mean_what_they_mean_here_and_the_stepper_comes_along(windows):
    windows.keys = ["home", "right", "left", "r", "h", "end", "left"]
    stepper = colors_stepper(init=np.eye(4, 3) * 200)
    show(stepper)
    assert stepper.snapshot.iteration == len(stepper) - 2


def test_a_window_for_what_cannot_be_drawn_does_not_stay_open(windows):
    with pytest.raises(ValueError, match="cannot be drawn"):
        show(Stepper(np.eye(5), 2, random_state=0))
    assert windows.figures == []
    assert windows.shown == 0


def test_without_a_display_one_sentence_says_so_and_the_walk_is_in_the_terminal(monkeypatch, capsys):
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(sys, "stdin", io.StringIO("n q"))
    assert obstacle()
    show(colors_stepper())
    said = capsys.readouterr()
    assert said.err == "no window: there is no display; walking in the terminal\n"
    assert "iteration 1" in said.out


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a window needs no DISPLAY")
@pytest.mark.parametrize(
    ("backend", "reason"), [("agg", "matplotlib draws with agg"), ("tkagg", "no window: "), ("qtagg", "no window: ")]
)
def test_without_a_toolkit_the_walk_is_in_the_terminal(backend, reason):
    """DISPLAY names a screen that is not there: none of the toolkits can open a window on it."""
    code = (
        "import numpy as np; from kmeans_scratch import Stepper; from kmeans_scratch.watch.player import show;"
        "show(Stepper(np.array([[1.0, 1], [2, 1], [9, 1]]), 2, random_state=0))"
    )
    environment = {"PATH": "", "DISPLAY": ":12345", "MPLBACKEND": backend}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, input="n\n", capture_output=True, text=True, check=True)
    assert reason in done.stderr
    assert done.stderr.count("\n") == 1
    assert "iteration 1" in done.stdout


def test_importing_the_player_does_not_load_pyplot():
    code = "import sys; import kmeans_scratch.watch.player; assert 'matplotlib.pyplot' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
