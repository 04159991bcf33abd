"""The curve of the inertia: a point for each half-step, and numbers that can be read."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from scenes import LARGE, SMALL, noise, panel, scene

from kmeans_scratch import Stepper
from kmeans_scratch.watch.drawing.curve import Curve
from kmeans_scratch.watch.drawing.screen import Screen
from kmeans_scratch.watch.timeline import half_step_inertias


def test_the_curve_has_a_point_for_each_half_step():
    run, film, screen = scene()
    curve = panel(screen, Curve)
    screen.draw(film[-1])
    line, hollow = curve.artists
    halves = np.arange(2 * len(run.history) - 1) / 2
    assert_array_equal(line.get_xdata(), halves)
    assert_array_equal(line.get_ydata(), half_step_inertias(run))
    assert_array_equal(hollow.get_xdata(), halves[1::2])
    assert curve.axes.get_ylim()[0] == 0
    assert max(line.get_ydata()) < curve.axes.get_ylim()[1]
    assert curve.axes.get_xlim()[0] < 0 <= len(run.history) - 1 < curve.axes.get_xlim()[1]


def test_the_curve_grows_with_the_film():
    _, film, screen = scene()
    curve, lengths = panel(screen, Curve), []
    for frame in film:
        curve.show(frame)
        lengths.append(len(curve.artists[0].get_xdata()))
    assert lengths == sorted(lengths)
    assert (lengths[0], lengths[-1]) == (0, len(film[-1].inertias[0]))


def test_an_iteration_is_a_whole_number():
    for kind in ("1 x 1", "picture"):
        _, _, screen = scene(kind, 1)
        ticks = panel(screen, Curve).axes.get_xticks()
        assert_array_equal(ticks, np.rint(ticks))


@pytest.mark.parametrize(
    ("factor", "title"), [(1, "inertia"), (40, "inertia, in thousands"), (2e3, "inertia, in millions"), (1e9, "")]
)
def test_the_inertia_has_numbers_and_a_unit(factor, title):
    run = Stepper(np.random.default_rng(0).normal(size=(80, 2)) * factor, 3, random_state=0).run().as_run()
    axes = panel(Screen(run, SMALL), Curve).axes
    told = axes.get_title(loc="left")
    assert told == title or (not title and told.startswith("inertia, in 10^"))
    power = {"inertia": 1, "inertia, in thousands": 1e3, "inertia, in millions": 1e6}.get(told)
    low, high = axes.get_ylim()
    labels = [(tick, label.get_text()) for tick, label in zip(axes.get_yticks(), axes.get_yticklabels(), strict=True)]
    seen = [(tick, text) for tick, text in labels if low <= tick <= high]
    assert len({text for _, text in seen}) == len(seen) >= 2
    assert all(len(text) <= 5 for _, text in seen)
    if power:
        assert [float(text) * power for _, text in seen] == pytest.approx([tick for tick, _ in seen])


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_two_runs_have_two_lines_and_a_legend(size):
    steppers = (Stepper(noise(9, 9), 3, init=init, random_state=0) for init in ("random", "k-means++"))
    one, other = (stepper.run().as_run() for stepper in steppers)
    curve = panel(Screen(one, size, runs={"random": one, "k-means++": other}), Curve)
    assert len(curve.artists) == 4
    assert [text.get_text() for text in curve.axes.get_legend().get_texts()] == ["random", "k-means++"]


@pytest.mark.parametrize("size", [SMALL, (480, 700), LARGE, (1280, 720)])
@pytest.mark.parametrize("kind", ["picture", "plane", "rocks"])
def test_the_curve_and_its_numbers_stand_above_the_caption(kind, size):
    run, _, _ = scene(kind)
    screen = Screen(run, size)
    axes, renderer = panel(screen, Curve).axes, screen.canvas.get_renderer()
    first, last = axes.get_xlim()
    ticks = zip(axes.get_xticks(), axes.get_xticklabels(), strict=True)
    shown = [text for tick, text in ticks if first <= tick <= last]
    for text in (axes.xaxis.label, *shown, *axes.get_yticklabels()):
        box = text.get_window_extent(renderer)
        assert box.y0 >= 60 * screen.scale
        assert box.x1 <= size[0]
    assert axes.bbox.height > 55 * screen.scale
