"""The picture, the bar and the words of a film, down to their pixels; the colours of groups."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scenes import CORNERS, LARGE, PINK, SMALL, canvas, changed, noise, panel, scene

from kmeans_scratch import Picture, Stepper, extract_palette
from kmeans_scratch.fast.colors import ink_on
from kmeans_scratch.watch.collection import thinned
from kmeans_scratch.watch.drawing import panels
from kmeans_scratch.watch.drawing.cube import Cube
from kmeans_scratch.watch.drawing.panels import GROUND, Bar, Recolored, Words, group_colors
from kmeans_scratch.watch.drawing.pixels import text_width
from kmeans_scratch.watch.drawing.screen import Screen
from kmeans_scratch.watch.timeline import Frame, timeline


@pytest.mark.parametrize("shape", [(24, 30), (90, 130), (130, 90), (301, 7), (1, 500)])
@pytest.mark.parametrize("k", [1, 5])
def test_the_last_frame_shows_the_recolored_picture_of_the_palette(shape, k):
    picture = noise(*shape)
    picture = Picture(picture, picture[..., 0] > 60)  # with holes
    stepper = Stepper(picture, k, random_state=0)
    box = (11, 7, 60, 44)
    shown = Recolored(box, stepper.collection)
    shown.show(timeline(stepper.run().as_run())[-1])
    pixels = canvas(80, 90)
    shown.overlay(pixels)
    rgba = extract_palette(picture, k, random_state=0).recolor()[thinned(picture, 44, 60)]
    enlarge = min(44 // rgba.shape[0], 60 // rgba.shape[1])  # as large as whole pixels of pixels can be
    rgba = rgba.repeat(enlarge, axis=0).repeat(enlarge, axis=1)
    height, width = rgba.shape[:2]
    left, top = 11 + (60 - width) // 2, 7 + (44 - height) // 2
    inside = pixels[top : top + height, left : left + width]
    opaque = rgba[..., 3] == 255
    assert_array_equal(inside[opaque], rgba[opaque][:, :3])
    assert_array_equal(inside[~opaque], np.full(((~opaque).sum(), 3), 255))  # white where it is transparent
    inside[:] = 128
    assert (pixels[top - 1 : top + height + 1, left - 1 : left + width + 1] == 128).all()  # a grey line around it
    pixels[top - 1 : top + height + 1, left - 1 : left + width + 1] = PINK
    assert not changed(pixels).any()  # and nothing elsewhere


def test_the_picture_is_the_original_while_models_are_picked():
    picture = noise(24, 30)
    stepper = Stepper(picture, 3, random_state=0)
    shown = Recolored((1, 1, 30, 24), stepper.collection)
    shown.show(timeline(stepper.run().as_run())[0])
    pixels = canvas(26, 32)
    shown.overlay(pixels)
    assert_array_equal(pixels[1:-1, 1:-1], picture)


@pytest.mark.parametrize("shape", [(1, 1), (2, 3), (10, 20), (24, 30), (1, 500), (500, 1), (90, 130)])
@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_a_small_picture_is_shown_large(shape, size):
    """Every pixel as a square, all of the same size, and the whole as large as there is room."""
    stepper = Stepper(noise(*shape), 1, random_state=0)
    shown = panel(Screen(stepper.run().as_run(), size), Recolored)
    height, width = shown.rows.shape
    room = (
        round(0.375 * size[1]),
        size[0] - min(round(0.62 * size[0]), round(size[1] * 418 / 480)) - round(10 * size[1] / 480),
    )
    assert height <= room[0]
    assert width <= room[1]
    if shape[0] <= room[0] and shape[1] <= room[1]:
        side = height // shape[0]
        assert (height, width) == (side * shape[0], side * shape[1])
        assert (side + 1) * shape[0] > room[0] or (side + 1) * shape[1] > room[1]
        assert_array_equal(shown.rows, shown.rows[::side, ::side].repeat(side, axis=0).repeat(side, axis=1))


def test_the_picture_on_the_screen_is_recolored_too():
    run, film, screen = scene(size=(640, 480))
    pixels = screen.draw(film[-1])
    shown = panel(screen, Recolored)
    height, width = shown.rows.shape
    inside = pixels[shown.top : shown.top + height, shown.left : shown.left + width].reshape(-1, 3)
    colors = {tuple(color) for color in extract_palette(run.collection.picture, 3, random_state=0).colors.tolist()}
    assert {tuple(color) for color in inside.tolist()} == colors


def bar_of(shares, colors, box=(10, 20, 101, 9), canvas_width=130):
    """Draw the bar of a picture with these shares and colours: its pixels, and the whole canvas."""
    colors = np.array(colors, dtype=float)
    shown = Bar(box, scene()[0].collection, len(colors))
    every = np.arange(len(colors))
    frame = Frame(0, "end", "", colors, np.empty((0, *colors.shape)), every, shares=np.array(shares))
    shown.show(frame)
    pixels = canvas(80, canvas_width)
    shown.overlay(pixels)
    left, top, width, height = box
    return pixels[top : top + height, left : left + width], pixels


def widths(bar):
    """The widths of the stripes of a bar, of which every row is the same."""
    assert_array_equal(bar, np.tile(bar[:1], (len(bar), 1, 1)))
    edges = np.flatnonzero((np.diff(bar[0].astype(int), axis=0) != 0).any(axis=1)) + 1
    return np.diff([0, *edges, bar.shape[1]]).tolist()


def test_the_bar_on_paper():
    bar, pixels = bar_of([0.5, 0.25, 0.25], [CORNERS["red"], CORNERS["white"], CORNERS["blue"]], box=(10, 20, 100, 9))
    assert bar[0, [0, 49, 50, 74, 75, 99]].tolist() == [
        [255, 0, 0],
        [255, 0, 0],
        [255, 255, 255],
        [255, 255, 255],
        [0, 0, 255],
        [0, 0, 255],
    ]
    assert not changed(pixels[:19]).any()
    assert changed(pixels[30:]).any()  # percentages below


@settings(max_examples=25)
@given(st.lists(st.integers(0, 1000), min_size=1, max_size=64).filter(any), st.integers(1, 110))
def test_the_edges_of_the_bar_are_rounded_cumulative_shares(counts, width):
    shares = np.array(counts) / sum(counts)
    colors = np.array([(group * 4, 255 - group * 4, group % 2 * 255) for group in range(len(counts))])
    bar, _ = bar_of(shares, colors, box=(10, 20, width, 40))
    bar = bar[:1]  # above the numbers
    expected = [colors[np.searchsorted(np.rint(np.cumsum(shares) * width), x, side="right")] for x in range(width)]
    assert_array_equal(bar, [expected])


def test_while_models_are_picked_each_has_the_same_share():
    run, film, _ = scene(k=4)
    shown = Bar((8, 10, 100, 5), run.collection, 4)
    pixels = canvas(40, 120)
    shown.show(film[1])  # two of four
    shown.overlay(pixels)
    assert changed(pixels[10:15, 8:]).sum(axis=1).tolist() == [50 + 1] * 5  # and its grey edge
    assert not changed(pixels[16:]).any()  # no percentages


@pytest.mark.parametrize(
    "shares",
    [
        (0.04,) * 25,
        (0.06,) * 12 + (0.28,),
        (0.14, 0.13, 0.14, 0.13, 0.46),
        (0.125,) * 8,
        (0.2,) * 5,
        (0.12,) * 8 + (0.04,),
    ],
)
def test_percentages_do_not_touch_one_another(shares, monkeypatch):
    """At least 5 columns of ground between neighbours in a line, or 14% and 13% read as one number."""
    width, written = 234, []  # as wide as on a screen of 640
    monkeypatch.setattr(panels, "write", lambda _, text, x, y, *, size, **__: written.append((y, x, text, size)))
    bar_of(shares, np.arange(3.0 * len(shares)).reshape(-1, 3), box=(10, 20, width, 9), canvas_width=260)
    percents = sorted(sign for sign in written if "%" in sign[2])
    assert len({y for y, *_ in percents}) <= 2
    for (y, x, text, size), (other_y, other_x, other_text, _) in pairwise(percents):
        room = other_x - x - (text_width(text, size) + text_width(other_text, size)) / 2
        assert other_y > y or room >= 5


def test_the_percentage_of_a_narrow_color_stands_in_the_second_line(monkeypatch):
    written = []
    monkeypatch.setattr(panels, "write", lambda _, text, x, y, **__: written.append((text, round(x), y)))
    bar_of([0.85, 0.05, 0.10], np.arange(9.0).reshape(3, 3), box=(10, 20, 200, 9), canvas_width=260)
    first, third, second = [sign for sign in written if "%" in sign[0]]
    assert [first[0], third[0], second[0]] == ["85%", "10%", "5%"]
    assert first[2] == third[2] == second[2] - 14
    assert [first[1], second[1]] == [10 + 85, 10 + 175]  # below the middle of their colours


def test_white_shows_on_white():
    """The bar has an edge of one grey pixel all around."""
    bar, _ = bar_of([0.5, 0.5], [CORNERS["white"]] * 2, box=(10, 20, 100, 40))
    assert (bar[0] == 255).all()  # above the numbers
    _, pixels = bar_of([0.5, 0.5], [CORNERS["white"]] * 2, box=(10, 20, 100, 40))
    for edge in (pixels[19, 9:111], pixels[60, 9:111], pixels[19:61, 9], pixels[19:61, 110]):
        assert (np.abs(edge.astype(int) - 128) < 40).all()


def test_a_group_of_colors_has_its_models_color():
    centroids = np.array([[0.4, 127.6, 300.0], [255.0, -5.0, 3.0]])
    assert_allclose(group_colors(scene()[0].collection, centroids) * 255, [[0, 128, 255], [255, 0, 3]])


def test_other_groups_have_colors_that_differ_also_if_there_are_many():
    colors = group_colors(scene("plane")[0].collection, np.zeros((24, 2)))
    assert len(np.unique(np.rint(255 * colors), axis=0)) == 24
    nearest = [np.abs(colors[:12] - color).max(axis=1) for color in colors[:12]]
    assert min(np.sort(distances)[1] for distances in nearest) > 0.1
    assert_array_equal(group_colors(scene("plane")[0].collection, np.zeros((2, 2)), np.array([5, 0])), colors[[5, 0]])


def luminance(color):
    linear = np.where(np.array(color) <= 0.04045, np.array(color) / 12.92, ((np.array(color) + 0.055) / 1.055) ** 2.4)
    return linear @ (0.2126, 0.7152, 0.0722)


def contrast(one, other):
    """WCAG's contrast of two colours, from 1 to 21."""
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["black", "white"])
def test_black_and_white_models_both_show_on_the_ground(name):
    """A ring around the disc stands out from the ground and from the disc, whatever the disc's colour."""
    _, _, screen = scene("black and white", 2)
    cube = panel(screen, Cube)
    place = np.array([CORNERS[name]], dtype=float)
    frame = Frame(0, "picking", "", place, np.empty((0, 1, 3)), np.array([0]))
    pixels = screen.draw(frame) / 255
    x, y = cube.axes.transData.transform(cube.project(place))[0]
    row = pixels[round(len(pixels) - y) + 6, round(x) : round(x) + 16]  # from the disc to the ground, off its number
    shades = row.mean(axis=1)
    assert contrast([GROUND] * 3, [0, 0, 0]) > 10
    assert shades.min() < 0.25  # the black outline
    assert shades.max() > GROUND + 0.04  # the white rim


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_numbers_can_be_read_on_discs_of_every_color(color):
    """Black or white is the better of the two or good enough."""
    share = np.array(color) / 255
    assert contrast([ink_on(np.array(color)) / 255] * 3, share) >= 2.3


def test_the_heading_names_the_half_step():
    _, film, screen = scene()
    words, told = panel(screen, Words), []
    for frame in film:
        words.show(frame)
        told.append(words.title)
    last = film[-1].iteration
    assert list(dict.fromkeys(told))[:4] == [
        "First models",
        "First groups",
        "Iteration 1: models move",
        "Iteration 1: groups change",
    ]
    assert told[-1] == f"Iteration {last}: the end"
    named = Words((0, 0, 400, 100), 1.0, "random")
    named.show(film[-1])
    assert named.title == f"random, iteration {last}"


@pytest.mark.parametrize("size", [SMALL, LARGE, (1280, 720)])
@pytest.mark.parametrize(("kind", "k"), [("picture", 3), ("picture", 25), ("plane", 25), ("rocks", 5)])
def test_no_word_is_cut_off(kind, k, size):
    run, film, _ = scene(kind, k)
    screen = Screen(run, size, runs={"k-means++": run})
    words = panel(screen, Words)
    for frame in {frame.caption: frame for frame in film}.values():
        words.show(frame)
        pixels = canvas(size[1], size[0] + 400, color=(255, 255, 255))
        words.overlay(pixels)
        rows, columns = np.nonzero(pixels.min(axis=2) < 200)
        assert columns.max() < size[0], words.caption
        below = rows[rows > size[1] / 2]
        assert below.min() > size[1] - 64 * screen.scale  # below all panels
        assert below.max() < size[1] - 2
