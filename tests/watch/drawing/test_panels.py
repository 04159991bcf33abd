"""The pictures of a film, down to their pixels: the cube, the plane, the picture, the bar, the curve, the words."""

import re
from dataclasses import replace
from functools import lru_cache
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from numpy.testing import assert_allclose, assert_array_equal

from kmeans_scratch import Picture, Stepper, extract_palette, rock_collection
from kmeans_scratch.watch.collection import collect, thinned
from kmeans_scratch.watch.drawing.panels import (
    AZIMUTH,
    DISTINCT,
    ELEVATION,
    GROUND,
    MOST_POINTS,
    Bar,
    Cube,
    Curve,
    Models,
    Plane,
    Recolored,
    Words,
    group_colors,
)
from kmeans_scratch.watch.drawing.pixels import DPI, disc, dots, paste, text_mask, text_width, wrap, write
from kmeans_scratch.watch.drawing.screen import Screen
from kmeans_scratch.watch.drawing.stones import Stones
from kmeans_scratch.watch.timeline import Frame, timeline

SMALL, LARGE = (480, 360), (640, 480)
PINK = (255, 0, 255)
CORNERS = {
    "black": (0, 0, 0),
    "red": (255, 0, 0),
    "green": (0, 255, 0),
    "blue": (0, 0, 255),
    "white": (255, 255, 255),
}


def noise(height, width, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def wild(X, labels, centroids, sample_weight=None):
    """The broken update: sums instead of means. The models leave."""
    return np.array([X[labels == group].sum(axis=0) for group in range(len(centroids))])


def black_and_white(size=(40, 60)):
    picture = np.zeros((*size, 3), dtype=np.uint8)
    picture[:, size[1] // 2 :] = 255
    return picture


@lru_cache
def scene(kind="picture", k=3, size=None):
    """A stepper, the frames of its film, and the screen to draw them on, which is small except for rocks."""
    size = size or (LARGE if kind == "rocks" else SMALL)
    rng = np.random.default_rng(0)
    sources = {
        "picture": noise(24, 30),
        "1 x 1": np.full((1, 1, 3), 200, dtype=np.uint8),
        "1 x 500": noise(1, 500),
        "500 x 1": noise(500, 1),
        "one colour": np.full((20, 30, 3), (0, 80, 160), dtype=np.uint8),
        "black and white": black_and_white(),
        "plane": rng.normal(size=(80, 2)),
        "constant feature": np.column_stack([rng.normal(size=70), np.full(70, 3.0)]),
        "one place": np.full((70, 2), 3.0),
        "far away": rng.normal(size=(80, 2)) * 1e-3 + 1e6,
        "rows of colours": noise(24, 30).reshape(-1, 3),
        "rocks": rock_collection(),
    }
    settings = {"by": "size"} if kind == "rocks" else {}
    if kind.startswith("broken"):
        settings, source = {"update": wild, "max_iter": 4}, sources[kind.removeprefix("broken ")]
    else:
        source = sources[kind]
    stepper = Stepper(source, k, random_state=0, **settings)
    return (
        stepper,
        timeline(stepper.run().as_run(), fps=10, seconds_per_iteration=0.3),
        Screen(stepper.run().as_run(), size),
    )


def panel(screen, kind):
    return next(panel for panel in screen.panels if isinstance(panel, kind))


def canvas(height=40, width=60, color=PINK):
    return np.full((height, width, 3), color, dtype=np.uint8)


def changed(pixels, color=PINK):
    return (pixels != np.array(color, dtype=np.uint8)).any(axis=-1)


# The whole screen


@pytest.mark.parametrize("size", [(480, 360), (481, 373), (640, 480), (900, 360), (480, 700)])
@pytest.mark.parametrize("kind", ["picture", "plane", "rocks"])
def test_frames_have_the_size_that_was_asked_for(kind, size):
    stepper, film, _ = scene(kind)
    pixels = Screen(stepper.run().as_run(), size).draw(film[-1])
    assert pixels.shape == (size[1], size[0], 3)
    assert pixels.dtype == np.uint8


KINDS = [
    *((kind, k) for kind in ("picture", "plane") for k in (1, 8, 25, 64)),
    *(("rocks", k) for k in (1, 8, 25, 45)),  # of 45
    *((kind, 1) for kind in ("1 x 1", "one colour")),
    *((kind, 8) for kind in ("1 x 500", "500 x 1", "rows of colours", "far away", "constant feature")),
    *((kind, 3) for kind in ("one place", "broken picture", "broken plane")),
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


def test_what_cannot_be_drawn_is_refused_in_words():
    stepper = Stepper(np.random.default_rng(0).normal(size=(9, 3)), 2, random_state=0)
    with pytest.raises(ValueError, match="data of 3 features cannot be drawn"):
        Screen(stepper.run().as_run(), SMALL)


# The picture


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
    shown.paste(pixels)
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
    shown.paste(pixels)
    assert_array_equal(pixels[1:-1, 1:-1], picture)


@pytest.mark.parametrize("shape", [(1, 1), (2, 3), (10, 20), (24, 30), (1, 500), (500, 1), (90, 130)])
@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_a_small_picture_is_shown_large(shape, size):
    """Every pixel as a square, all of the same size, and the whole as large as there is room."""
    stepper = Stepper(noise(*shape), 1, random_state=0)
    shown = panel(Screen(stepper.run().as_run(), size), Recolored)
    height, width = shown.rows.shape
    room = round(180 * size[1] / 480), round(0.365 * size[0])
    assert height <= room[0]
    assert width <= room[1]
    if shape[0] <= room[0] and shape[1] <= room[1]:
        side = height // shape[0]
        assert (height, width) == (side * shape[0], side * shape[1])
        assert (side + 1) * shape[0] > room[0] or (side + 1) * shape[1] > room[1]
        assert_array_equal(shown.rows, shown.rows[::side, ::side].repeat(side, axis=0).repeat(side, axis=1))


def test_the_picture_on_the_screen_is_recolored_too():
    stepper, film, screen = scene(size=(640, 480))
    pixels = screen.draw(film[-1])
    shown = panel(screen, Recolored)
    height, width = shown.rows.shape
    inside = pixels[shown.top : shown.top + height, shown.left : shown.left + width].reshape(-1, 3)
    colors = {
        tuple(color) for color in extract_palette(stepper.collection.picture, 3, random_state=0).colors.tolist()
    }
    assert {tuple(color) for color in inside.tolist()} == colors


# The bar


def bar_of(shares, colors, box=(10, 20, 101, 9), canvas_width=130):
    """Draw the bar of a picture with these shares and colours: its pixels, and the whole canvas."""
    colors = np.array(colors, dtype=float)
    shown = Bar(box, scene()[0].collection, len(colors))
    frame = Frame(0, "", colors, np.empty((0, *colors.shape)), shares=np.array(shares))
    shown.show(frame)
    pixels = canvas(60, canvas_width)
    shown.paste(pixels)
    left, top, width, height = box
    return pixels[top : top + height, left : left + width], pixels


def widths(bar):
    """The widths of the stripes of a bar, of which every row is the same."""
    assert_array_equal(bar, np.tile(bar[:1], (len(bar), 1, 1)))
    edges = np.flatnonzero((np.diff(bar[0].astype(int), axis=0) != 0).any(axis=1)) + 1
    return np.diff([0, *edges, bar.shape[1]]).tolist()


def test_the_bar_on_paper():
    bar, pixels = bar_of([0.5, 0.25, 0.25], [CORNERS["red"], CORNERS["white"], CORNERS["blue"]], box=(10, 20, 100, 9))
    assert widths(bar) == [50, 25, 25]
    assert bar[0, [0, 49, 50, 74, 75, 99]].tolist() == [
        [255, 0, 0],
        [255, 0, 0],
        [255, 255, 255],
        [255, 255, 255],
        [0, 0, 255],
        [0, 0, 255],
    ]
    assert changed(pixels[:19]).any()  # numbers above
    assert changed(pixels[30:]).any()  # percentages below


@settings(max_examples=25)
@given(st.lists(st.integers(0, 1000), min_size=1, max_size=64).filter(any), st.integers(1, 110))
def test_the_edges_of_the_bar_are_rounded_cumulative_shares(counts, width):
    shares = np.array(counts) / sum(counts)
    colors = np.array([(group * 4, 255 - group * 4, group % 2 * 255) for group in range(len(counts))])
    bar, _ = bar_of(shares, colors, box=(10, 20, width, 9))
    expected = [colors[np.searchsorted(np.rint(np.cumsum(shares) * width), x, side="right")] for x in range(width)]
    assert_array_equal(bar, np.tile(expected, (9, 1, 1)))


def test_while_models_are_picked_each_has_the_same_share():
    stepper, film, _ = scene(k=4)
    shown = Bar((8, 10, 100, 5), stepper.collection, 4)
    pixels = canvas(40, 120)
    shown.show(film[1])  # two of four
    shown.paste(pixels)
    assert changed(pixels[10:15, 8:]).sum(axis=1).tolist() == [50 + 1] * 5  # and its grey edge
    assert not changed(pixels[16:]).any()  # no percentages


def test_a_narrow_stripe_has_neither_number_nor_percentage():
    thin, wide = (bar_of(shares, [CORNERS["red"], CORNERS["blue"]])[1] for shares in ([0.02, 0.98], [0.5, 0.5]))
    assert not changed(thin[:19, :20]).any()  # above the edge of the bar
    assert not changed(thin[30:, :20]).any()  # and below it
    assert changed(wide[:19, 20:50]).any()
    assert changed(wide[30:, 20:50]).any()


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
def test_numbers_and_percentages_do_not_touch_one_another(shares):
    """At least 4 columns of ground between neighbours, or 14% and 13%, or 1 and 2, read as one number."""
    width = 234  # as wide as on a screen of 640
    colors = np.arange(3.0 * len(shares)).reshape(-1, 3)
    _, pixels = bar_of(shares, colors, box=(10, 20, width, 9), canvas_width=260)
    above, below = changed(pixels)[:19].any(axis=0), changed(pixels)[30:].any(axis=0)
    edges = np.rint(np.cumsum([0.0, *shares]) * width).astype(int)[1:-1] + 10
    for edge in edges:
        assert not above[edge - 2 : edge + 2].any()
        assert not below[edge - 2 : edge + 2].any()


def test_white_shows_on_white():
    """The bar has an edge of one grey pixel all around."""
    bar, _ = bar_of([0.5, 0.5], [CORNERS["white"]] * 2)
    assert (bar == 255).all()
    _, pixels = bar_of([0.5, 0.5], [CORNERS["white"]] * 2, box=(10, 20, 100, 9))
    for edge in (pixels[19, 9:111], pixels[29, 9:111], pixels[19:30, 9], pixels[19:30, 110]):
        assert (np.abs(edge.astype(int) - 128) < 40).all()


# Colours of groups


def test_a_group_of_colors_has_its_models_color():
    centroids = np.array([[0.4, 127.6, 300.0], [255.0, -5.0, 3.0]])
    assert_allclose(group_colors(scene()[0].collection, centroids) * 255, [[0, 128, 255], [255, 0, 3]])


@pytest.mark.parametrize("k", [1, 8, 9, 64])
def test_other_groups_have_colors_that_all_eyes_can_tell_apart(k):
    colors = group_colors(scene("plane")[0].collection, np.zeros((k, 2)))
    assert colors.shape == (k, 3)
    assert len(np.unique(colors, axis=0)) == min(k, len(DISTINCT))
    assert_array_equal(colors[: k - 8], colors[8:][: max(0, k - 8)])


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
    frame = Frame(0, "", place, np.empty((0, 1, 3)))
    pixels = screen.draw(frame) / 255
    x, y = cube.axes.transData.transform(cube.project(place))[0]
    row = pixels[round(len(pixels) - y) + 6, round(x) : round(x) + 16]  # from the disc to the ground, off its number
    shades = row.mean(axis=1)
    assert contrast([GROUND] * 3, [0, 0, 0]) > 10
    assert shades.min() < 0.25  # the black outline
    assert shades.max() > GROUND + 0.04  # the white rim


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_numbers_can_be_read_on_discs_of_every_color(color):
    """Black or white, whichever the panel takes, is the better of the two or good enough."""
    share = np.array(color) / 255
    ink = 0.0 if share @ (0.3, 0.59, 0.11) > 0.45 else 1.0
    assert contrast([ink] * 3, share) >= 2.3


# The cube


@lru_cache
def cube_of(points=8, k=1):
    figure = Figure(figsize=(3, 3), dpi=DPI)
    return Cube(figure, (0, 0, 300, 300), collect(noise(2, points // 2)), k)


def seen_from(cube, azimuth, elevation):
    """The corners on the screen, (x to the right, y up, z to the viewer)."""
    cube.turn(azimuth, elevation)
    return {
        name: np.append(cube.project(np.array([place], float))[0], cube.depth(np.array([place], float)))
        for name, place in CORNERS.items()
    }


@pytest.mark.parametrize(
    ("azimuth", "elevation", "red", "green", "blue"),
    [
        (0, 0, (1, 0, 0), (0, 0, -1), (0, 1, 0)),  # red to the right, green away from us, blue up
        (-90, 0, (0, 0, 1), (1, 0, 0), (0, 1, 0)),  # a quarter turn: red comes towards us
        (0, 90, (1, 0, 0), (0, 1, 0), (0, 0, 1)),  # from above: blue comes towards us
    ],
)
def test_the_cube_on_paper(azimuth, elevation, red, green, blue):
    corners = seen_from(cube_of(), azimuth, elevation)
    for name, expected in (("red", red), ("green", green), ("blue", blue)):
        assert_allclose((corners[name] - corners["black"]) * 212 / 255, expected, atol=1e-12)


@settings(max_examples=40)
@given(st.floats(-720, 720), st.floats(-90, 90))
def test_the_cube_is_turned_as_a_whole(azimuth, elevation):
    corners = seen_from(cube_of(), azimuth, elevation)
    axes = np.array([corners[name] - corners["black"] for name in ("red", "green", "blue")])
    scale = np.linalg.norm(axes[0])
    assert_allclose(axes @ axes.T / scale**2, np.eye(3), atol=1e-9)  # right angles and lengths are kept
    assert np.linalg.det(axes) > 0  # right-handed: no mirror image
    assert_allclose(corners["white"] - corners["black"], axes.sum(axis=0), atol=1e-9)
    assert_allclose((corners["white"] + corners["black"]) / 2, 0, atol=1e-9)  # it turns about its middle


@settings(max_examples=25)
@given(st.floats(-180, 180), st.floats(-90, 90), st.integers(0, 2**32 - 1))
def test_distances_are_kept_up_to_scale(azimuth, elevation, seed):
    cube = cube_of()
    cube.turn(azimuth, elevation)
    one, other = np.random.default_rng(seed).uniform(0, 255, (2, 20, 3))
    seen = [np.column_stack([cube.project(place), cube.depth(place)]) for place in (one, other)]
    assert_allclose(
        np.linalg.norm(seen[0] - seen[1], axis=1) * 212, np.linalg.norm(one - other, axis=1), rtol=1e-9, atol=1e-9
    )


@pytest.mark.parametrize("azimuth", [AZIMUTH, 10, 33.3])
def test_a_whole_turn_changes_nothing(azimuth):
    stepper, film, _ = scene()
    screen = Screen(stepper.run().as_run(), SMALL)
    screen.turn(azimuth, ELEVATION)
    before = screen.draw(film[-1])
    screen.turn(azimuth + 100, ELEVATION)
    assert (screen.draw(film[-1]) != before).any()
    screen.turn(azimuth + 360, ELEVATION)
    assert_array_equal(screen.draw(film[-1]), before)


@pytest.mark.parametrize("azimuth", range(0, 360, 30))
def test_the_cube_never_sticks_out_of_its_axes(azimuth):
    cube = cube_of()
    cube.turn(azimuth, ELEVATION)
    corners = np.array(np.meshgrid(*[(0.0, 255.0)] * 3)).reshape(3, -1).T
    assert np.abs(cube.project(corners)).max() <= 1


def test_near_points_cover_far_ones():
    cube = cube_of(40)
    for azimuth in (0, 77, 200):
        cube.turn(azimuth, ELEVATION)
        assert (np.diff(cube.depth(cube.collection.X[cube.rows])) >= 0).all()


def test_the_channels_are_named_and_blue_points_up():
    names = dict(cube_of().names())
    assert {name.strip("←→↑ ") for name in names} == {"red", "green", "blue"}
    assert "↑ blue" in names


@pytest.mark.parametrize("azimuth", range(-180, 180, 24))
def test_the_arrows_point_to_where_there_is_more(azimuth):
    cube = cube_of()
    cube.turn(azimuth, ELEVATION)
    black, red, green = cube.project(np.array([CORNERS[name] for name in ("black", "red", "green")], float))
    for name, tip in (("red", red), ("green", green)):
        text = next(text for text, _ in cube.names() if name in text)
        assert text.endswith("→") == (tip[0] > black[0])


def test_of_many_colors_the_points_are_a_sample():
    cube = Cube(Figure(figsize=(3, 3), dpi=DPI), (0, 0, 300, 300), collect(noise(70, 70)), 2)
    assert len(cube.rows) == MOST_POINTS
    assert len(set(cube.rows.tolist())) == MOST_POINTS


def test_points_wear_their_own_color_and_then_their_groups():
    stepper, film, screen = scene()
    cube = panel(screen, Cube)
    own, groups = stepper.collection.X / 255, group_colors(stepper.collection, film[-1].centroids)
    screen.draw(film[0])
    assert_allclose(cube.colors, own[cube.rows])
    screen.draw(film[-1])
    assert_allclose(cube.colors, groups[film[-1].labels[cube.rows]])
    screen.draw(replace(film[-1], grouped=0.25))
    assert_allclose(cube.colors, 0.75 * own[cube.rows] + 0.25 * groups[film[-1].labels[cube.rows]])


def test_while_models_are_picked_points_are_large_that_have_a_large_chance():
    stepper, film, screen = scene()
    cube = panel(screen, Cube)
    cube.show(film[1])
    chances = (film[1].pick.probabilities / stepper.collection.weight)[cube.rows]
    order = np.argsort(chances)
    assert (np.diff(cube.diameters[order]) >= 0).all()
    assert cube.diameters[order[-1]] > cube.diameters[order[0]] >= 1


# The plane


def test_each_pixel_of_the_plane_has_the_pale_color_of_its_nearest_model():
    stepper, film, screen = scene("plane", 8)
    plane, frame = panel(screen, Plane), film[-1]
    plane.show(frame)
    left, top, width, height = plane.box
    (x0, x1), (y0, y1) = plane.axes.get_xlim(), plane.axes.get_ylim()
    pale = np.rint(255 * (0.7 + 0.3 * group_colors(stepper.collection, frame.centroids)))
    for row, column in ((0, 0), (height - 1, 0), (height // 2, width // 3), (3, width - 1)):
        place = (x0 + (x1 - x0) * (column + 0.5) / width, y1 - (y1 - y0) * (row + 0.5) / height)
        nearest = ((frame.centroids - place) ** 2).sum(axis=1).argmin()
        assert_array_equal(plane.regions[row, column], pale[nearest])
    assert (left, top) >= (0, 0)


def test_the_regions_lie_under_their_models():
    """The axes and the pixels agree on where things are: up is up."""
    _, film, screen = scene("plane", 8)
    plane, frame = panel(screen, Plane), film[-1]
    plane.show(frame)
    places = plane.axes.transData.transform(frame.centroids)
    left, top, width, height = plane.box
    columns = ((places[:, 0] - left) // 3).astype(int)
    rows = ((SMALL[1] - places[:, 1] - top) // 3).astype(int)
    assert ((0 <= rows) & (rows < height) & (0 <= columns) & (columns < width)).all()
    pale = np.rint(255 * (0.7 + 0.3 * group_colors(plane.collection, frame.centroids)))
    assert_array_equal(plane.regions[rows, columns], pale)


def test_all_samples_are_inside_the_plane():
    for kind in ("plane", "constant feature", "one place", "far away", "rocks"):
        stepper, _, screen = scene(kind, 3)
        axes = panel(screen, Plane).axes
        (x0, x1), (y0, y1) = axes.get_xlim(), axes.get_ylim()
        x, y = stepper.collection.X.T
        assert x0 < x.min() <= x.max() < x1
        assert y0 < y.min() <= y.max() < y1


def test_the_axes_of_rocks_are_in_mm_and_g():
    stepper = Stepper(rock_collection(), 30, by="size", random_state=0)
    axes = panel(Screen(stepper.run().as_run(), (640, 480)), Plane).axes
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("length in mm", "weight in g")
    ticks = seen_ticks(axes.xaxis)
    assert_allclose(
        [number(text) for _, text in ticks], [place * stepper.collection.units[0] for place, _ in ticks], rtol=1e-4
    )
    assert 10 <= number(ticks[0][1]) < number(ticks[-1][1]) <= 60


def seen_ticks(axis):
    """Where the ticks are that are drawn, and what is written there."""
    low, high = axis.get_view_interval()
    ticks = zip(axis.get_majorticklocs(), axis.get_ticklabels(), strict=True)
    return [(place, label.get_text()) for place, label in ticks if low <= place <= high]


def number(text):
    return float(text.replace("−", "-"))


def what_is_left_out(name):
    """Read '(× 1e-9+1)' in the name of an axis: what to multiply with, and what to add."""
    times, plus = re.fullmatch(r"feature \d(?: \((?:× ([\d.]+(?:e[-−]?\d+)?))?([+−-].*)?\))?", name).groups()
    return number(times or "1"), number(plus or "0")


SCALES = [
    *((1, 0), (0.03, 0), (1, 50), (100, 2000), (1e-5, 0), (1e7, 0), (3e4, 0), (1e-3, 1e6), (1e-3, -1e6)),
    *((1e3, 123456), (300, -12345), (1e-9, 1), (1e9, 1e12), (20, -1234)),
]


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize(("scale", "middle"), SCALES)
def test_the_numbers_on_the_axes_can_be_read(scale, middle, size):
    """They are true, no two say the same, and nothing sticks out of the panel or covers anything else."""
    X = np.random.default_rng(0).normal(size=(40, 2)) * scale + middle
    screen = Screen(Stepper(X, 2, random_state=0).run().as_run(), size)
    axes, renderer = panel(screen, Plane).axes, screen.canvas.get_renderer()
    for axis in (axes.xaxis, axes.yaxis):
        ticks = seen_ticks(axis)
        assert len({text for _, text in ticks}) == len(ticks) >= 2
        times, plus = what_is_left_out(axis.get_label_text())
        told = [number(text) * times + plus for _, text in ticks]
        assert_allclose(told, [place for place, _ in ticks], rtol=1e-12, atol=scale / 100)
        assert not axis.get_offset_text().get_visible()
        boxes = [axis.label.get_window_extent(renderer)]
        numbers = [label for label in axis.get_ticklabels() if label.get_text() in dict(ticks).values()]
        boxes += [label.get_window_extent(renderer) for label in numbers]
        assert min(box.x0 for box in boxes) >= 0
        assert min(box.y0 for box in boxes) >= 58  # above the story
        assert max(box.y1 for box in boxes) <= size[1] - 28  # below the heading
        assert max(box.x1 for box in boxes) <= round(0.62 * size[0])  # left of the bar
        for one, other in combinations(boxes, 2):
            assert not one.overlaps(other)


# Models that leave, numbers, trails


@pytest.mark.parametrize("kind", ["broken picture", "broken plane"])
def test_models_that_leave_are_not_drawn_outside_of_the_axes(kind):
    _, film, screen = scene(kind)
    main = panel(screen, Plane if "plane" in kind else Cube)
    frame = next(frame for frame in film if frame.labels is not None and frame.iteration == 1 and frame.is_stop)
    pixels = screen.draw(frame)
    spread = np.abs(main.axes.transData.transform(main.project(frame.centroids))).max()
    assert spread > 700  # they did leave
    without = replace(frame, centroids=np.full_like(frame.centroids, 1e9), trail=frame.trail[:0])
    box = main.axes.bbox
    outside = np.ones(pixels.shape[:2], bool)
    outside[round(SMALL[1] - box.y1) : round(SMALL[1] - box.y0), round(box.x0) : round(box.x1)] = False
    right = round(0.62 * SMALL[0])
    outside[:, right:] = False  # picture and bar, where colours change
    assert_array_equal(pixels[outside], screen.draw(without)[outside])


def test_a_number_stands_on_its_disc_and_nowhere_else():
    figure = Figure(figsize=(1, 1), dpi=DPI)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, 100), ylim=(0, 100))
    models = Models(axes, 3)
    models.place(np.array([[30.0, 80.0], [500.0, 50.0], [70.0, -40.0]]), np.empty((0, 3, 2)), np.ones((3, 3)))
    pixels = canvas(100, 100)
    models.paste(pixels)
    rows, columns = np.nonzero(changed(pixels))
    assert rows.mean() == pytest.approx(20, abs=2)
    assert columns.mean() == pytest.approx(30, abs=2)
    assert np.ptp(rows) < 16


def test_a_trail_leads_to_each_model():
    figure = Figure(figsize=(1, 1), dpi=DPI)
    models = Models(figure.add_axes((0, 0, 1, 1)), 2)
    trail = np.arange(12.0).reshape(3, 2, 2)  # three snapshots of two models
    places = np.array([[90.0, 91.0], [92.0, 93.0]])
    models.place(places, trail, np.ones((2, 3)))
    assert_array_equal(models.trail.get_segments()[0], [[0, 1], [4, 5], [8, 9], [90, 91]])
    assert_array_equal(models.trail.get_segments()[1], [[2, 3], [6, 7], [10, 11], [92, 93]])
    models.place(places, trail[:0], np.ones((2, 3)))
    assert len(models.trail.get_segments()) == 0


def numbered(places):
    """What is written where there are discs at these places: 300 pixels square, ink on pink."""
    figure = Figure(figsize=(3, 3), dpi=DPI)
    models = Models(figure.add_axes((0, 0, 1, 1), xlim=(0, 300), ylim=(0, 300)), len(places))
    models.place(places, np.empty((0, *places.shape)), np.ones((len(places), 3)))
    pixels = canvas(300, 300)
    models.paste(pixels)
    return pixels, models


@pytest.mark.parametrize("k", [1, 20, 21, 64])
def test_each_model_has_its_number_which_fits_its_disc(k):
    places = np.stack(np.divmod(np.arange(k), 8), axis=1) * 35.0 + 25
    pixels, models = numbered(places)
    rest = pixels.copy()
    for x, y in places.astype(int):
        rows, columns = np.nonzero(changed(pixels[300 - y - 17 : 300 - y + 17, x - 17 : x + 17]))
        assert rows.size > 0
        assert np.abs(columns - 16.5).max() <= models.radius + 0.5
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


# The curve and the words


def test_the_curve_holds_all_inertias_of_all_runs():
    stepper, film, screen = scene()
    curve = panel(screen, Curve)
    screen.draw(film[-1])
    x, y = curve.artists[0].get_data()
    assert list(x) == list(range(len(stepper)))
    assert_array_equal(y, [snapshot.inertia for snapshot in stepper])
    assert curve.axes.get_ylim()[0] == 0
    assert max(y) < curve.axes.get_ylim()[1]
    assert curve.axes.get_xlim()[0] < 0 <= len(stepper) - 1 < curve.axes.get_xlim()[1]


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


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_two_runs_have_two_lines_and_a_legend(size):
    steppers = (Stepper(noise(9, 9), 3, init=init, random_state=0) for init in ("random", "k-means++"))
    one, other = (stepper.run().as_run() for stepper in steppers)
    screen = Screen(one, size, runs={"random": one, "k-means++": other})
    curve = panel(screen, Curve)
    assert len(curve.artists) == 2
    assert [text.get_text() for text in curve.axes.get_legend().get_texts()] == ["random", "k-means++"]
    words = panel(screen, Words)
    words.show(timeline(one)[-1])
    assert words.title.startswith("random: iteration")
    renderer = screen.canvas.get_renderer()
    legend = curve.axes.get_legend().get_window_extent(renderer)
    heading = next(text for text in (curve.axes.title, curve.axes._left_title) if text.get_text() == "inertia")
    assert heading.get_window_extent(renderer).x1 + 2 <= legend.x0  # side by side
    assert legend.x1 <= size[0]


@pytest.mark.parametrize("size", [SMALL, (480, 700), LARGE])
def test_the_curve_and_its_numbers_stand_above_the_story(size):
    stepper, _, _ = scene()
    screen = Screen(stepper.run().as_run(), size)
    axes, renderer = panel(screen, Curve).axes, screen.canvas.get_renderer()
    for text in (axes.xaxis.label, *axes.get_xticklabels()):
        assert text.get_window_extent(renderer).y0 >= 58
    assert axes.bbox.height > 30


@pytest.mark.parametrize(("size", "most"), [(SMALL, 5), (LARGE, 8), ((640, 900), 8)])
def test_rocks_lie_in_rows_if_there_is_room_for_the_names(size, most):
    for k, on_a_table in ((most, True), (most + 1, False)):
        stepper = Stepper(rock_collection(), k, random_state=0)
        screen = Screen(stepper.run().as_run(), size)
        assert any(isinstance(panel, Stones) for panel in screen.panels) == on_a_table
    table = panel(Screen(Stepper(rock_collection(), most, random_state=0).run().as_run(), size), Stones)
    assert np.diff(table.edges).min() >= 36  # a name and a colour
    assert np.mean([sprite.shape[1] for sprite in table.sprites]) > 10  # stones, and no crumbs


def test_the_heading_says_where_one_is():
    _, film, screen = scene()
    words = panel(screen, Words)
    words.show(film[0])
    assert words.title == "First pick"
    words.show(film[-1])
    assert words.title == f"Iteration {film[-1].iteration}"


def told_on(kind, k, size):
    """The longest captions of a film as the screen of this size breaks them into lines."""
    stepper, film, _ = scene(kind, k)
    words = panel(Screen(stepper.run().as_run(), size), Words)
    captions = {frame.caption: frame for frame in film}
    for caption in sorted(captions, key=len)[-10:]:  # the longest
        words.show(captions[caption])
        yield words


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize(("kind", "k"), [("picture", 3), ("picture", 25), ("picture", 64), ("plane", 25)])
def test_no_caption_is_cut_off(kind, k, size):
    for words in told_on(kind, k, size):
        pixels = canvas(size[1] + 100, size[0] + 400, color=(255, 255, 255))
        words.paste(pixels)
        rows, columns = np.nonzero(pixels.min(axis=2) < 200)
        assert rows.max() < size[1], words.caption
        assert columns.max() < size[0], words.caption


# Writing, pasting, dots


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
    write(pixels, "8", 30, 20, size=10, color=1.0)
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


def test_a_dot_on_paper():
    pixels = canvas(5, 5)
    dots(pixels, np.array([[2.0, 2.0]]), np.array([[0.0, 0.0, 1.0]]), 3)
    expected = [[0, 0, 0, 0, 0], [0, 0, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 0, 0], [0, 0, 0, 0, 0]]
    assert_array_equal(changed(pixels), np.array(expected, bool))
    assert_array_equal(pixels[2, 2], [0, 0, 255])


def test_later_dots_cover_earlier_ones():
    pixels = canvas()
    dots(pixels, np.array([[20.0, 20.0], [21.0, 20.0]]), np.array([[1.0, 0, 0], [0, 0, 1.0]]), 5)
    assert_array_equal(pixels[20, 21], [0, 0, 255])
    assert_array_equal(pixels[20, 20], [0, 0, 255])
    assert_array_equal(pixels[20, 18], [255, 0, 0])


def test_a_rim_is_black():
    pixels = canvas()
    dots(pixels, np.array([[20.0, 20.0]]), np.array([[1.0, 1.0, 1.0]]), 9, rim=1)
    assert_array_equal(pixels[20, 20], [255, 255, 255])
    inked = changed(pixels)
    ends = np.flatnonzero(inked[20])
    assert_array_equal(pixels[20, ends[[0, -1]]], np.zeros((2, 3)))


def test_transparency_is_left_alone():
    pixels = np.full((10, 10, 4), 255, dtype=np.uint8)
    dots(pixels, np.array([[5.0, 5.0]]), np.zeros((1, 3)), 4)
    assert (pixels[..., 3] == 255).all()
    assert (pixels[5, 5, :3] == 0).all()


@pytest.mark.parametrize("place", [(0, 0), (59, 39), (0, 39), (59, 0), (-1, 20), (60, 20), (30, -1), (30, 40)])
def test_dots_at_the_border_are_harmless(place):
    pixels = canvas()
    dots(pixels, np.array([place], float), np.zeros((1, 3)), 8, rim=1)
    rows, columns = np.nonzero(changed(pixels))
    assert np.abs(rows - place[1]).max() <= 5
    assert np.abs(columns - place[0]).max() <= 5


def test_no_dots_are_no_dots():
    pixels = canvas()
    dots(pixels, np.empty((0, 2)), np.empty((0, 3)), 4)
    assert not changed(pixels).any()


@given(st.integers(1, 20))
def test_discs_are_round(diameter):
    offsets, _ = disc(diameter, 0)
    shape = np.zeros((diameter, diameter), bool)
    shape[tuple((offsets + (diameter - 1) // 2).T)] = True
    assert_array_equal(shape, shape.T)
    assert_array_equal(shape, shape[::-1, ::-1])
    assert shape.sum() == len(offsets)
    if diameter > 3:
        assert len(offsets) == pytest.approx(np.pi / 4 * diameter**2, rel=0.25)


@pytest.mark.parametrize("diameters", [4, np.array([1, 4, 9])])
def test_dots_may_differ_in_size(diameters):
    pixels = canvas()
    places = np.array([[10.0, 20.0], [30.0, 20.0], [50.0, 20.0]])
    dots(pixels, places, np.zeros((3, 3)), diameters)
    inked = changed(pixels).sum(axis=0)
    seen = [np.count_nonzero(inked[x - 8 : x + 9]) for x in (10, 30, 50)]
    assert seen == pytest.approx(np.broadcast_to(diameters, 3).tolist(), abs=1)
