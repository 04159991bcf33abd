"""Text, pictures and points, down to their pixels."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from scenes import PINK, canvas, changed, noise

from kmeans_scratch.watch.drawing.pixels import (
    SHAPES,
    blend,
    paint,
    paste,
    point_stamp,
    ring_stamp,
    text_mask,
    text_width,
    wrap,
    write,
)


def test_a_text_is_ink_in_its_place():
    pixels = canvas()
    write(pixels, "8", 30, 20, size=10)
    rows, columns = np.nonzero(changed(pixels))
    assert rows.mean() == pytest.approx(20, abs=2)  # up to matplotlib 3.10, a line has less room above
    assert columns.mean() == pytest.approx(30, abs=1.5)
    assert pixels[changed(pixels)].min() < 60
    upper_left = canvas()
    write(upper_left, "7", 30, 20, size=10, align=(0, 0))
    rows, columns = np.nonzero(changed(upper_left))
    assert rows.min() >= 20
    assert columns.min() >= 30


@pytest.mark.parametrize("text", ["7", "Iteration 3: group 1", "two\nlines", "50%", "↑ blue", "−1 × 2", "$5 or $6"])
def test_every_text_has_ink_and_room_around_it(text):
    mask = text_mask(text, 11)
    assert mask.min() == 0
    assert 0.5 < mask.max() <= 1
    for side in (mask[0], mask[-1], mask[:, 0], mask[:, -1]):
        assert side.max() < 0.1  # nothing is cut off


@given(st.lists(st.text("#0aW.m(", min_size=1, max_size=9), min_size=1, max_size=20), st.integers(130, 500))
def test_lines_are_as_long_as_they_may_be_and_no_longer(words, width):
    lines = wrap(" ".join(words), width, size=11).split("\n")
    assert " ".join(lines).split(" ") == words
    assert all(text_width(line, 11) <= width + 2 for line in lines)
    for line, after in pairwise(lines):
        assert text_width(f"{line} {after.split(' ')[0]}", 11) > width - 2


@pytest.mark.parametrize("text", ["Sorted after 7 iterations", "#543846", "(0.357, -1.21)"])
def test_a_text_is_as_wide_as_it_is_measured(text):
    columns = np.flatnonzero(text_mask(text, 11).max(axis=0) > 0.1)
    assert np.ptp(columns) + 1 == pytest.approx(text_width(text, 11), abs=3)


def test_ink_may_be_light():
    pixels = canvas(color=(0, 0, 0))
    write(pixels, "8", 30, 20, size=10, grey=255)
    assert pixels.max() > 200


@settings(max_examples=40, deadline=None)
@given(st.floats(-80, 140), st.floats(-80, 120))
def test_what_sticks_out_is_cut_off(x, y):
    """The part that is on the paper is just what it would be on larger paper."""
    small, large = canvas(), canvas(40 + 200, 60 + 200)
    write(small, "words", x, y, size=10, align=(0, 0))
    write(large, "words", x + 100, y + 100, size=10, align=(0, 0))
    assert_array_equal(small, large[100:140, 100:160])


def test_pasting_copies():
    pixels, patch = canvas(), noise(4, 5)
    paste(pixels, patch, 7, 9)
    assert_array_equal(pixels[9:13, 7:12], patch)
    assert changed(pixels).sum() <= 20


@settings(max_examples=40, deadline=None)
@given(st.integers(-12, 70), st.integers(-12, 50), st.floats(0, 1))
def test_a_picture_is_laid_over_what_it_covers_and_no_more(left, top, alpha):
    """As if the paper were larger and cut afterwards; with an alpha for each pixel as with one for all."""
    picture = noise(7, 9)
    small, large, each = canvas(), canvas(40 + 40, 60 + 40), canvas()
    blend(small, picture, alpha, left, top)
    blend(each, picture, np.full((7, 9), alpha), left, top)
    window = large[top + 20 : top + 27, left + 20 : left + 29]
    window[:] = (window + alpha * (picture.astype(float) - window) + 0.5).astype(int)
    assert np.abs(small.astype(int) - large[20:60, 20:80]).max() <= 1
    assert_array_equal(small, each)


# Points


def painted(shape, diameter, rim=0.0, color=(0, 0, 255), rims=(0, 0, 0), places=((30.0, 20.0),)):
    pixels = canvas()
    n = len(places)
    paint(pixels, np.array(places), np.array([color] * n), np.array([rims] * n), point_stamp(shape, diameter, rim))
    return pixels


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("diameter", [5, 7, 12, 20])
def test_all_forms_cover_about_the_same_area(shape, diameter):
    _, cover, _ = point_stamp(shape, diameter, 0)
    assert cover.sum() == pytest.approx(np.pi / 4 * diameter**2, rel=0.12)


def test_the_forms_differ_from_one_another():
    shown = [painted(shape, 13) for shape in SHAPES]
    for i, one in enumerate(shown):
        for other in shown[i + 1 :]:
            assert changed(one).sum() > 40
            assert (np.abs(one.astype(int) - other).max(axis=2) > 128).sum() >= 8


def test_forms_that_follow_one_another_differ_also_if_they_are_small():
    """At 9 pixels, as in a film of 640 × 480, at least a third of the ink of a disc is somewhere else."""
    shown = [changed(painted(shape, 9, color=(0, 0, 0), rims=(0, 0, 0), rim=0.8)) for shape in SHAPES]
    for one, other in pairwise(shown):
        assert (one != other).sum() > shown[0].sum() / 3


def test_forms_are_symmetric_and_the_triangle_points_up():
    for shape in SHAPES:
        inked = changed(painted(shape, 9))[10:31, 20:41]
        assert_array_equal(inked, inked[:, ::-1])
    rows, _ = np.nonzero(changed(painted("triangle", 9))[10:31, 20:41])
    assert (rows < 10).sum() < (rows > 10).sum()


def test_a_white_point_is_white_within_a_thin_smooth_rim():
    pixels = painted("disc", 9, rim=0.8, color=(255, 255, 255), rims=(100, 100, 100))
    row = pixels[20, 24:37, 1].astype(int)  # green, of which the pink ground has none
    assert (row[4:9] == 255).all()
    assert (row[:2] == 0).all()
    assert 0 < row[2] < 255
    assert_array_equal(row, row[::-1])


def test_later_points_cover_earlier_ones():
    pixels = canvas()
    colors = np.array([[255, 0, 0], [0, 0, 255]])
    paint(pixels, np.array([[20.0, 20.0], [21.0, 20.0]]), colors, colors, point_stamp("disc", 5, 0))
    assert_array_equal(pixels[20, [20, 21]], [[0, 0, 255]] * 2)
    assert_array_equal(pixels[20, 18], [255, 0, 0])


def test_a_ring_leaves_its_point_free_and_is_dark_with_a_light_edge():
    pixels = canvas()
    paint(pixels, np.array([[30.0, 20.0]]), np.zeros((1, 3)), np.full((1, 3), 255), ring_stamp(11.0, 2.0))
    assert (pixels[17:24, 27:34] == PINK).all()
    row = pixels[20, 30:45].astype(int)
    assert row[6:8].max() < 100  # dark
    assert row[8].min() > 100  # light
    assert (row[11:] == PINK).all()


def test_transparency_is_left_alone():
    pixels = np.full((10, 10, 4), 255, dtype=np.uint8)
    paint(pixels, np.array([[5.0, 5.0]]), np.zeros((1, 3)), np.zeros((1, 3)), point_stamp("disc", 4, 0))
    assert (pixels[..., 3] == 255).all()
    assert (pixels[5, 5, :3] == 0).all()


@pytest.mark.parametrize("place", [(0, 0), (59, 39), (0, 39), (59, 0), (-1, 20), (60, 20), (30, -1), (30, 40)])
def test_points_at_the_border_are_harmless(place):
    rows, columns = np.nonzero(changed(painted("disc", 8, rim=1.0, places=(place,))))
    assert np.abs(rows - place[1]).max() <= 6
    assert np.abs(columns - place[0]).max() <= 6


def test_no_points_are_no_points():
    pixels = canvas()
    paint(pixels, np.empty((0, 2)), np.empty((0, 3)), np.empty((0, 3)), point_stamp("disc", 4, 0))
    assert not changed(pixels).any()
