"""The cube: where colours are on the screen, which edges are hidden, and which points are near."""

from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from numpy.testing import assert_allclose, assert_array_equal
from scenes import CORNERS, SMALL, noise, panel, scene

from kmeans_scratch.watch.collection import collect
from kmeans_scratch.watch.drawing.cube import AZIMUTH, ELEVATION, Cube
from kmeans_scratch.watch.drawing.pixels import DPI
from kmeans_scratch.watch.drawing.screen import Screen


@lru_cache
def cube_of(points=8, k=1):
    figure = Figure(figsize=(3, 3), dpi=DPI)
    return Cube(figure, (0, 0, 300, 300), collect(noise(2, points // 2)), k)


def seen_from(cube, azimuth, elevation):
    """The corners before the camera: x to the right, y up, z to the viewer."""
    cube.turn(azimuth, elevation)
    places = (np.array(list(CORNERS.values()), float) - cube.middle) / cube.half
    return dict(zip(CORNERS, np.stack(cube.look(places), axis=1), strict=True))


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
        assert_allclose((corners[name] - corners["black"]) * np.sqrt(3) / 2, expected, atol=1e-12)


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


def test_what_is_near_is_larger():
    cube = cube_of(40)
    cube.turn(0, 0)
    one, other = np.array([[100.0, 0.0, 200.0]]), np.array([[100.0, 255.0, 200.0]])  # green leads away from us
    assert (np.abs(cube.project(one)) > 1.1 * np.abs(cube.project(other))).all()
    assert (np.diff(cube.diameters()) >= 0).all()
    assert cube.diameters().max() > cube.diameters().min()


@pytest.mark.parametrize("azimuth", range(10, 360, 50))
def test_three_edges_are_faint_and_they_meet_at_the_farthest_corner(azimuth):
    cube = cube_of()
    cube.turn(azimuth, ELEVATION)
    hidden, edges = cube.hidden.get_segments(), cube.edges.get_segments()
    assert (len(hidden), len(edges)) == (3, 9)
    corners = 255.0 * np.array([(r, g, b) for r in (0, 1) for g in (0, 1) for b in (0, 1)])
    farthest = cube.project(corners)[cube.look((corners - cube.middle) / cube.half)[2].argmin()]
    for edge in hidden:
        assert np.abs(edge - farthest).sum(axis=1).min() == pytest.approx(0, abs=1e-9)
    for edge in edges:
        assert np.abs(edge - farthest).sum(axis=1).min() > 0.1


@pytest.mark.parametrize("azimuth", [AZIMUTH, 10, 33.3])
def test_a_whole_turn_changes_nothing(azimuth):
    run, film, _ = scene()
    screen = Screen(run, SMALL)
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
        assert (np.diff(cube.near) >= 0).all()
        assert_array_equal(cube.near, cube.look(cube.places[cube.rows])[2])


def test_the_channels_are_named_and_blue_points_up():
    names = dict(cube_of().signs())
    assert {name.strip("←→↑ ") for name in names} == {"red", "green", "blue"}
    assert "↑ blue" in names


@pytest.mark.parametrize("azimuth", range(-180, 180, 24))
def test_the_arrows_point_to_where_there_is_more(azimuth):
    cube = cube_of()
    cube.turn(azimuth, ELEVATION)
    black, red, green = cube.project(np.array([CORNERS[name] for name in ("black", "red", "green")], float))
    for name, tip in (("red", red), ("green", green)):
        text = next(text for text, _ in cube.signs() if name in text)
        if abs(tip[0] - black[0]) > 0.15:  # otherwise the edges lead away from the viewer, and lean to both sides
            assert text.endswith("→") == (tip[0] > black[0])


def test_three_features_of_another_kind_stand_in_a_box():
    run, film, screen = scene("box")
    cube = panel(screen, Cube)
    assert {name for sign, _ in cube.signs() for name in cube.names if name in sign} == set(run.collection.features)
    assert np.abs(cube.places).max() <= 1 / np.sqrt(3) + 1e-12  # inside of the cube
    assert np.ptp(cube.places, axis=0).max() == pytest.approx(2 / np.sqrt(3))  # which the widest feature fills
    assert len(np.unique(screen.draw(film[-1]).reshape(-1, 3), axis=0)) > 10
