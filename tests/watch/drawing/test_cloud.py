"""Points and models: colours, forms, sizes, rings, numbers and trails."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure
from numpy.testing import assert_allclose, assert_array_equal
from scenes import LARGE, PINK, SMALL, canvas, changed, noise, panel, scene

from kmeans_scratch.watch.collection import collect
from kmeans_scratch.watch.drawing.cloud import MOST_POINTS, Models
from kmeans_scratch.watch.drawing.cube import Cube
from kmeans_scratch.watch.drawing.panels import group_colors
from kmeans_scratch.watch.drawing.pixels import DPI, SHAPES
from kmeans_scratch.watch.drawing.plane import Plane
from kmeans_scratch.watch.drawing.screen import Screen
from kmeans_scratch.watch.timeline import timeline


def test_of_many_colors_the_points_are_a_sample():
    cube = Cube(Figure(figsize=(3, 3), dpi=DPI), (0, 0, 300, 300), collect(noise(70, 70)), 2)
    assert len(cube.rows) == MOST_POINTS
    assert len(set(cube.rows.tolist())) == MOST_POINTS


def test_points_wear_their_own_color_and_then_their_groups():
    run, film, screen = scene()
    cube = panel(screen, Cube)
    own, groups = run.collection.X / 255, group_colors(run.collection, film[-1].centroids)
    screen.draw(film[0])
    assert_allclose(cube.colors, own[cube.rows])
    screen.draw(film[-1])
    assert_allclose(cube.colors, groups[film[-1].labels[cube.rows]])
    screen.draw(replace(film[-1], grouped=0.25))
    assert_allclose(cube.colors, 0.75 * own[cube.rows] + 0.25 * groups[film[-1].labels[cube.rows]])


def test_while_models_are_picked_points_are_large_that_are_likely_picks():
    run, film, screen = scene()
    cube = panel(screen, Cube)
    cube.show(film[1])
    probabilities = (film[1].pick.probabilities / run.collection.weight)[cube.rows]
    order = np.argsort(probabilities)
    assert (np.diff(cube.sizes[order]) >= 0).all()
    assert cube.sizes[order[-1]] > cube.sizes[order[0]] >= 1


def test_the_points_of_neighbouring_groups_differ_in_form():
    _, film, screen = scene(k=8)
    cube = panel(screen, Cube)
    screen.draw(film[0])
    assert set(cube.forms) == {0}
    screen.draw(film[-1])
    assert_array_equal(cube.forms, film[-1].labels[cube.rows] % len(SHAPES))


def test_the_points_that_change_group_are_ringed_and_no_others():
    run, _, screen = scene(k=8)
    film = timeline(run, fps=10, seconds_per_iteration=1.2)  # with time for the rings
    cube = panel(screen, Cube)
    frame = next(frame for frame in film if frame.changing is not None and frame.changing.any())
    cube.show(frame)
    assert_array_equal(cube.changing, frame.before[cube.rows] != frame.labels[cube.rows])
    spots = cube.axes.transData.transform(cube.spots(cube.rows))[cube.changing]
    with_rings, without = screen.draw(frame), screen.draw(replace(frame, before=frame.before, labels=frame.before))
    box = cube.axes.bbox
    ringed = (with_rings != without).any(axis=2)[:, : round(box.x1)]
    rows, columns = np.nonzero(ringed)
    distances = np.hypot(columns[:, None] - spots[:, 0], SMALL[1] - rows[:, None] - spots[:, 1])
    assert ringed.sum() > 20
    near = distances.min(axis=1) <= 12
    assert near[rows < box.y1].mean() > 0.98  # the words below differ too


def test_the_picture_changes_at_the_same_frame_as_the_points():
    _, film, screen = scene(k=8)
    cube = panel(screen, Cube)
    picture = next(panel for panel in screen.panels if type(panel).__name__ == "Recolored")
    for frame in film[1:]:
        cube.show(frame), picture.show(frame)
        if frame.labels is not None:
            colors = np.zeros((len(cube.collection.X), 3))
            colors[cube.rows] = 255 * cube.colors
            seen = np.isin(picture.rows, cube.rows)
            assert seen.any()
            assert_allclose(picture.picture[seen], colors[picture.rows[seen]], atol=1)


@pytest.mark.parametrize("size", [LARGE, (1280, 720)])
def test_points_discs_and_letters_grow_with_the_height(size):
    run, film, _ = scene()
    scale, screen = size[1] / 480, Screen(run, size)
    cube = panel(screen, Cube)
    cube.show(film[-1])
    assert cube.sizes.mean() == pytest.approx(6.5 * scale, rel=0.2)
    assert cube.models.radius == pytest.approx(9.6 * scale, rel=0.01)
    assert cube.models.letters * DPI / 72 >= 0.025 * size[1]


@pytest.mark.parametrize("kind", ["broken picture", "broken plane"])
def test_models_that_leave_are_not_drawn_outside_of_the_axes(kind):
    _, film, screen = scene(kind)
    main = panel(screen, Plane if "plane" in kind else Cube)
    frame = next(
        frame for frame in film if frame.labels is not None and frame.iteration == 1 and frame.phase == "grouping"
    )
    pixels = screen.draw(frame)
    spread = np.abs(main.axes.transData.transform(main.project(frame.centroids))).max()
    assert spread > 700  # they did leave
    without = replace(frame, centroids=np.full_like(frame.centroids, 1e9), trail=frame.trail[:0])
    box = main.axes.bbox
    outside = np.ones(pixels.shape[:2], bool)
    outside[round(SMALL[1] - box.y1) : round(SMALL[1] - box.y0), round(box.x0) : round(box.x1)] = False
    right = round(0.55 * SMALL[0])
    outside[:, right:] = False  # picture and bar, where colours change
    assert_array_equal(pixels[outside], screen.draw(without)[outside])


def test_a_number_stands_on_its_disc_and_nowhere_else():
    figure = Figure(figsize=(1, 1), dpi=DPI)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, 100), ylim=(0, 100))
    models = Models(axes, 3)
    models.place(
        np.array([[30.0, 80.0], [500.0, 50.0], [70.0, -40.0]]), np.empty((0, 3, 2)), np.ones((3, 3)), ["1", "2", "3"]
    )
    pixels = canvas(100, 100)
    models.overlay(pixels)
    rows, columns = np.nonzero(changed(pixels))
    assert rows.mean() == pytest.approx(20, abs=2)
    assert columns.mean() == pytest.approx(30, abs=2)
    assert np.ptp(rows) < 16


def test_a_trail_leads_to_each_model():
    figure = Figure(figsize=(1, 1), dpi=DPI)
    models = Models(figure.add_axes((0, 0, 1, 1)), 2)
    trail = np.arange(12.0).reshape(3, 2, 2)  # three snapshots of two models
    places = np.array([[90.0, 91.0], [92.0, 93.0]])
    models.place(places, trail, np.ones((2, 3)), ["1", "2"])
    assert_array_equal(models.trail.get_segments()[0], [[0, 1], [4, 5], [8, 9], [90, 91]])
    assert_array_equal(models.trail.get_segments()[1], [[2, 3], [6, 7], [10, 11], [92, 93]])
    models.place(places, trail[:0], np.ones((2, 3)), ["1", "2"])
    assert len(models.trail.get_segments()) == 0


def numbered(places):
    """What is written where there are discs at these places: 300 pixels square, ink on pink."""
    figure = Figure(figsize=(3, 3), dpi=DPI)
    models = Models(figure.add_axes((0, 0, 1, 1), xlim=(0, 300), ylim=(0, 300)), len(places))
    models.place(
        places, np.empty((0, *places.shape)), np.ones((len(places), 3)), [str(i + 1) for i in range(len(places))]
    )
    pixels = canvas(300, 300)
    models.overlay(pixels)
    return pixels, models


@pytest.mark.parametrize("k", [1, 20, 21, 64])
def test_each_model_has_its_number_which_fits_its_disc(k):
    places = np.stack(np.divmod(np.arange(k), 8), axis=1) * 35.0 + 25
    pixels, models = numbered(places)
    rest = pixels.copy()
    for x, y in places.astype(int):
        rows, columns = np.nonzero(changed(pixels[300 - y - 17 : 300 - y + 17, x - 17 : x + 17]))
        assert rows.size > 0
        assert np.abs(columns - 16.5).max() <= models.radius + 1
        assert np.hypot(rows - 17, columns - 17).max() <= models.radius + 2  # its outline is 1 to 2 pixels wide
        rest[300 - y - 17 : 300 - y + 17, x - 17 : x + 17] = PINK
    assert not changed(rest).any()


def test_the_number_of_a_disc_that_is_covered_is_not_written_on_the_disc_above():
    alone, _ = numbered(np.array([[500.0, 500.0], [150.0, 150.0]]))
    above, _ = numbered(np.array([[154.0, 147.0], [150.0, 150.0]]))
    assert changed(alone).any()
    assert_array_equal(above, alone)
    beside, _ = numbered(np.array([[170.0, 150.0], [150.0, 150.0]]))
    assert changed(beside).sum() > changed(alone).sum()
