"""The whole screen: every kind of run, at every size, the same in whatever order."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from scenes import LARGE, SMALL, panel, scene

from kmeans_scratch import Stepper, rock_collection
from kmeans_scratch.watch.drawing.cube import Cube
from kmeans_scratch.watch.drawing.curve import Curve
from kmeans_scratch.watch.drawing.panels import SMALL as LEAST_LETTERS
from kmeans_scratch.watch.drawing.panels import Bar, Recolored
from kmeans_scratch.watch.drawing.pixels import DPI
from kmeans_scratch.watch.drawing.screen import Screen
from kmeans_scratch.watch.drawing.stones import Stones


@pytest.mark.parametrize("size", [(480, 360), (481, 373), (640, 480), (900, 360), (480, 700), (1280, 720)])
@pytest.mark.parametrize("kind", ["picture", "plane", "rocks"])
def test_frames_have_the_size_that_was_asked_for(kind, size):
    run, film, _ = scene(kind)
    pixels = Screen(run, size).draw(film[-1])
    assert pixels.shape == (size[1], size[0], 3)
    assert pixels.dtype == np.uint8


KINDS = [
    *((kind, k) for kind in ("picture", "plane") for k in (1, 8, 25, 64)),
    *(("rocks", k) for k in (1, 8, 25, 45)),  # of 45
    *((kind, 1) for kind in ("1 x 1", "one colour")),
    *((kind, 8) for kind in ("1 x 500", "500 x 1", "rows of colours", "far away", "constant feature")),
    *((kind, 3) for kind in ("one place", "broken picture", "broken plane")),
    *((kind, 3) for kind in ("strip", "box", "many features")),
]


@pytest.mark.parametrize(("kind", "k"), KINDS)
def test_everything_can_be_drawn(kind, k):
    _, film, screen = scene(kind, k)
    for frame in (film[min(k // 2, 10)], film[-1]):
        pixels = screen.draw(frame)
        assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 10  # something is on it


@pytest.mark.parametrize("kind", ["picture", "plane", "rocks", "broken plane"])
def test_a_frame_looks_the_same_whatever_was_drawn_before(kind):
    _, film, screen = scene(kind)
    picking, last = film[0], film[-1]
    alone = screen.draw(picking)
    other = screen.draw(last)
    assert (alone != other).any()
    assert_array_equal(screen.draw(picking), alone)
    assert_array_equal(screen.draw(last), other)
    fresh = Screen(scene(kind)[0], alone.shape[1::-1])
    assert_array_equal(fresh.draw(picking), alone)


def test_a_picture_once_drawn_is_not_drawn_over():
    _, film, screen = scene()
    first = screen.draw(film[0])
    kept = first.copy()
    screen.draw(film[-1])
    assert_array_equal(first, kept)


@pytest.mark.parametrize(("size", "most"), [(SMALL, 8), (LARGE, 8), ((640, 900), 8)])
def test_rocks_lie_in_rows_if_there_is_room_for_the_names(size, most):
    for k, on_a_table in ((most, True), (most + 1, False)):
        stepper = Stepper(rock_collection(), k, random_state=0)
        screen = Screen(stepper.run().as_run(), size)
        assert any(isinstance(panel, Stones) for panel in screen.panels) == on_a_table
    table = panel(Screen(Stepper(rock_collection(), most, random_state=0).run().as_run(), size), Stones)
    assert np.diff(table.edges).min() >= 36 * size[0] / 640 * 0.9  # a name and a colour
    assert np.mean([sprite.shape[1] for sprite in table.sprites]) > 10  # stones, and no crumbs


@pytest.mark.parametrize("size", [LARGE, (1280, 720), (1920, 1080)])
@pytest.mark.parametrize("kind", ["picture", "plane", "rocks"])
def test_no_letter_is_smaller_than_a_fortieth_of_the_height(kind, size):
    run, _, _ = scene(kind)
    screen = Screen(run, size)
    assert LEAST_LETTERS * screen.scale * DPI / 72 >= 0.025 * size[1]
    texts = [
        text for axes in screen.figure.axes for text in axes.findobj(lambda artist: hasattr(artist, "get_fontsize"))
    ]
    pixels = [
        text.get_fontsize() * screen.figure.dpi / 72 for text in texts if text.get_text() and text.get_visible()
    ]
    assert min(pixels) >= 0.025 * size[1]


@pytest.mark.parametrize("kind", ["plane", "strip", "rows of colours", "many features"])
def test_without_a_picture_the_bar_and_the_curve_share_the_right_column(kind):
    _, _, screen = scene(kind)
    assert not any(isinstance(panel, Recolored) for panel in screen.panels)
    assert panel(screen, Bar).box[1] < 0.1 * SMALL[1]
    assert panel(screen, Curve).axes.bbox.height > 0.4 * SMALL[1]


def test_a_film_has_the_numbers_of_the_palette():
    run, film, screen = scene(k=5)
    counts = run.history[-1].counts
    assert_array_equal(counts, np.sort(counts)[::-1])
    cube = panel(screen, Cube)
    cube.show(film[-1])
    assert cube.models.names == ["1", "2", "3", "4", "5"]
    cube.show(film[0])
    assert cube.models.names == [""]  # while models are picked
