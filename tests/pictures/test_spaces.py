"""OKLab: the published values, the way back from every colour, and the laws of a difference."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmeans_scratch.fast.colors import as_color
from kmeans_scratch.pictures.spaces import LIGHT, TO_CONES, TO_LAB, delta_e, from_oklab, space_of, to_oklab

colors = st.tuples(*[st.integers(0, 255)] * 3).map(lambda color: np.array(color, np.uint8))

XYZ_TO_RGB = np.array(  # IEC 61966-2-1: from XYZ of daylight to linear red, green and blue
    [[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]]
)


@pytest.mark.parametrize(
    ("xyz", "lab"),  # the table at the end of the formulas in Ottosson's article
    [
        ([0.950, 1.000, 1.089], [1.000, 0.000, 0.000]),
        ([1.000, 0.000, 0.000], [0.450, 1.236, -0.019]),
        ([0.000, 1.000, 0.000], [0.922, -0.671, 0.263]),
        ([0.000, 0.000, 1.000], [0.153, -1.415, -0.449]),
    ],
)
def test_the_published_values_of_xyz(xyz, lab):
    found = np.cbrt(TO_CONES @ (XYZ_TO_RGB @ xyz)) @ TO_LAB.T
    assert found == pytest.approx(np.array(lab), abs=0.005)  # the matrix of sRGB is rounded to four digits


@pytest.mark.parametrize(
    ("rgb", "lab"),  # as CSS Color 4 gives them
    [
        ([255, 255, 255], [1, 0, 0]),
        ([0, 0, 0], [0, 0, 0]),
        ([255, 0, 0], [0.62796, 0.22486, 0.12585]),
        ([0, 255, 0], [0.86644, -0.23389, 0.17950]),
        ([0, 0, 255], [0.45201, -0.03246, -0.31153]),
        ([0, 128, 0], [0.51975, -0.14030, 0.10768]),
    ],
)
def test_the_known_values_of_srgb(rgb, lab):
    assert to_oklab(np.array(rgb, np.uint8)) == pytest.approx(np.array(lab), abs=2e-5)


def test_the_amount_of_light_of_a_byte_by_hand():
    assert LIGHT[[0, 10, 255]] == pytest.approx([0, 10 / 255 / 12.92, 1])
    assert LIGHT[188] == pytest.approx(0.5, abs=0.003)  # half of the light


def test_greys_have_no_color():
    lab = to_oklab(np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1))
    assert np.abs(lab[:, 1:]).max() < 1e-7
    assert (np.diff(lab[:, 0]) > 0).all()


@pytest.mark.slow
@pytest.mark.parametrize("red", range(0, 256, 32))
def test_every_color_comes_back(red):
    rows = np.meshgrid(np.arange(red, red + 32), np.arange(256), np.arange(256), indexing="ij")
    every = np.stack(rows, axis=-1).reshape(-1, 3).astype(np.uint8)  # (2²¹, 3)
    assert (as_color(from_oklab(to_oklab(every))) == every).all()


@given(colors)
def test_a_color_comes_back(color):
    assert (as_color(from_oklab(to_oklab(color))) == color).all()


def test_a_point_outside_of_srgb_has_values_outside_and_becomes_a_color_at_the_border():
    outside = from_oklab(np.array([[1.2, 0, 0], [-0.1, 0, 0], [0.5, 0.4, 0.1]]))
    assert outside[0].min() > 255
    assert outside[1].max() < 0
    assert outside[2].min() < 0 < outside[2].max()
    assert as_color(outside[:2]).tolist() == [[255] * 3, [0] * 3]


@given(st.tuples(*[st.floats(0, 255)] * 3))
def test_numbers_between_bytes_come_back_too(color):
    assert from_oklab(to_oklab(np.array(color))) == pytest.approx(np.array(color), abs=1e-9)


@given(colors, colors, colors)
def test_differences_are_distances(one, other, third):
    assert delta_e(one, one) == 0
    assert delta_e(one, other) == delta_e(other, one)
    assert delta_e(one, third) <= delta_e(one, other) + delta_e(other, third) + 1e-9


def test_differences_by_hand():
    ones = np.array([[0, 0, 0], [0, 220, 0], [120, 120, 120]], np.uint8)
    others = np.array([[255, 255, 255], [0, 220, 70], [120, 160, 120]], np.uint8)
    assert delta_e(ones, others) == pytest.approx([100, 2.8, 11.8], abs=0.05)


def test_the_rgb_space_changes_nothing():
    rgb = space_of("rgb")
    assert rgb.points(np.array([[1, 2, 3]], np.uint8)).tolist() == [[1, 2, 3]]
    assert rgb.rgb(np.array([[1.6, -2, 300]])).tolist() == [[1.6, -2, 300]]


@pytest.mark.parametrize("name", ["lab", "RGB", "", None])
def test_an_unknown_space_is_one_line(name):
    with pytest.raises(ValueError, match="space") as error:
        space_of(name)
    assert str(error.value) == f"space={name!r} should be 'rgb' or 'oklab'"
