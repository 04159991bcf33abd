"""What is sorted: pixels, rocks, samples; which row each pixel is; and how a place among them is described."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from kmeans_scratch import ImageError, Picture, Stepper, animate, read_image, rock_collection
from kmeans_scratch.watch.collection import COLORS, as_color, collect, thinned

FLAG = np.array([[[0, 38, 84], [255, 255, 255], [237, 41, 57]], [[0, 38, 84], [255, 255, 255], [255, 255, 255]]])
FLAG = FLAG.astype(np.uint8)  # 2 × 3: two blue pixels, three white, one red


@st.composite
def pictures(draw, most=12):
    """Small pictures of few colours, some pixels transparent, at least one not."""
    height, width = draw(st.integers(1, most)), draw(st.integers(1, most))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    colors = rng.integers(0, 256, (draw(st.integers(1, 6)), 3), dtype=np.uint8)
    rgb = colors[rng.integers(0, len(colors), (height, width))]
    opaque = rng.random((height, width)) < draw(st.sampled_from([0.1, 0.7, 1.0]))
    opaque[rng.integers(height), rng.integers(width)] = True
    return Picture(rgb, opaque)


# Pictures


def test_a_picture_becomes_its_colors_with_their_counts():
    flag = collect(FLAG)
    assert_array_equal(flag.X, [[0, 38, 84], [237, 41, 57], [255, 255, 255]])
    assert_array_equal(flag.weight, [2, 1, 3])
    assert flag.X.dtype == flag.weight.dtype == float
    assert (flag.size, flag.noun, flag.features, flag.is_colors) == (6, "pixels", COLORS, True)


def test_or_its_pixels_one_by_one():
    flag = collect(FLAG, counted=False)
    assert_array_equal(flag.X, FLAG.reshape(-1, 3))
    assert flag.weight is None
    assert flag.size == 6


def test_transparent_pixels_are_not_collected():
    picture = Picture(FLAG, np.array([[True, False, True], [True, False, False]]))
    assert_array_equal(collect(picture).weight, [2, 1])
    assert_array_equal(collect(picture, counted=False).X, [[0, 38, 84], [237, 41, 57], [0, 38, 84]])


def test_a_picture_without_an_opaque_pixel_is_refused():
    with pytest.raises(ImageError, match="opaque"):
        collect(np.zeros((2, 2, 4), dtype=np.uint8))


def test_things_are_counted_not_rows():
    flag = collect(FLAG)
    assert flag.count(np.array([True, False, True])) == 5
    assert collect(FLAG, counted=False).count(np.array([True] * 2 + [False] * 4)) == 2
    assert flag.count(np.zeros(3, dtype=bool)) == 0


@pytest.mark.parametrize(
    ("name", "expected"), [("folder/photo.jpg", "photo.jpg"), ("C:\\dir\\a.png", "a.png"), ("array", "array")]
)
def test_a_picture_is_called_by_its_file_without_the_folder(name, expected):
    assert collect(Picture(FLAG, np.ones((2, 3), bool), name)).name == expected


def test_pixels_in_rows_are_counted_too_but_there_is_no_picture():
    rows = collect(FLAG.reshape(-1, 3))
    assert_array_equal(rows.weight, [2, 1, 3])
    assert rows.picture is None
    assert rows.is_colors


GREY = np.array([[0, 0, 7, 255, 9], [0, 7, 7, 0, 9]], dtype=np.uint8)


@pytest.mark.parametrize(
    "array",
    [GREY, GREY.T, GREY.view(np.matrix), np.ma.masked_array(GREY), GREY > 3, GREY * np.uint16(257), GREY[:, :2]],
    ids=["uint8", "turned", "matrix", "masked", "bool", "uint16", "2 wide"],
)
def test_a_grey_array_is_the_picture_that_read_image_makes_of_it(array):
    collection, picture = collect(array), read_image(array)
    assert collection.noun == "pixels"
    assert collection.size == GREY.size if array.size == GREY.size else 4
    assert (collection.picture.rgb == picture.rgb).all()
    assert (collection.X == collect(picture).X).all()
    assert (collection.weight == collect(picture).weight).all()


def test_a_grey_array_can_be_stepped_through_and_filmed(tmp_path):
    assert repr(Stepper(GREY, 3, random_state=0)).startswith("array: 10 pixels in 3 groups")
    animate(GREY, tmp_path / "grey.png", n_clusters=3, size=(480, 360), seconds_per_iteration=0)
    assert (tmp_path / "grey.png").stat().st_size > 1000


@pytest.mark.parametrize("array", [GREY * 1.0, GREY.astype(int), GREY.astype("f4"), (GREY * 1.0).view(np.matrix)])
def test_other_numbers_are_samples(array):
    collection = collect(array)
    assert (collection.noun, collection.X.shape) == ("samples", GREY.shape)


def test_masked_pixels_are_left_out_and_masked_samples_refused():
    masked = np.ma.masked_equal(GREY, 7)
    assert collect(masked).size == GREY.size - 3
    with pytest.raises(ValueError, match="3 masked values: leave out the samples with masked values"):
        collect(masked * 1.0)


@pytest.mark.parametrize("shape", [(199, 200), (200, 200), (201, 200), (7, 999), (999, 7), (450, 300), (1, 70_000)])
def test_pixels_taken_one_by_one_are_at_most_200_by_200(shape):
    collection = collect(np.zeros((*shape, 3), dtype=np.uint8), counted=False)
    height, width = collection.picture.rgb.shape[:2]
    assert max(height, width) <= 200
    assert min(height, width) >= 1
    assert len(collection.X) == height * width
    if max(shape) <= 200:
        assert (height, width) == shape
    else:
        assert max(height, width) >= 199  # no smaller than it need be


def test_counted_colors_are_those_of_the_whole_picture():
    rng = np.random.default_rng(0)
    picture = rng.integers(0, 3, (210, 305, 3), dtype=np.uint8)
    assert collect(picture).size == 210 * 305


# Which row each pixel is


def test_each_pixel_knows_its_row():
    assert_array_equal(collect(FLAG).pixel_rows(9, 9), [[0, 2, 1], [0, 2, 2]])
    assert_array_equal(collect(FLAG, counted=False).pixel_rows(9, 9), [[0, 1, 2], [3, 4, 5]])


@settings(max_examples=60)
@given(pictures(), st.booleans(), st.integers(1, 14), st.integers(1, 14))
def test_a_pixels_row_is_its_color(picture, counted, max_height, max_width):
    collection = collect(picture, counted=counted)
    rows = collection.pixel_rows(max_height, max_width)
    thin = thinned(picture, max_height, max_width)
    opaque = picture.opaque[thin]
    assert rows.shape == opaque.shape
    assert_array_equal(rows == -1, ~opaque)
    assert_array_equal(collection.X[rows[opaque]], picture.rgb[thin][opaque])


@settings(max_examples=30)
@given(pictures())
def test_pixels_that_are_not_thinned_are_as_many_as_their_weights(picture):
    collection = collect(picture)
    rows = collection.pixel_rows(99, 99)
    assert_array_equal(np.bincount(rows[rows >= 0], minlength=len(collection.X)), collection.weight)


@settings(max_examples=100)
@given(st.integers(1, 700), st.integers(1, 700), st.integers(1, 300), st.integers(1, 300))
def test_a_thinned_picture_fits_and_is_never_empty(height, width, max_height, max_width):
    picture = Picture(np.zeros((height, width, 3), np.uint8), np.ones((height, width), bool))
    rows, columns = (index.ravel() for index in thinned(picture, max_height, max_width))
    assert 1 <= len(rows) <= min(height, max_height)
    assert 1 <= len(columns) <= min(width, max_width)
    for index, side in ((rows, height), (columns, width)):
        assert (np.diff(index) > 0).all()  # no row twice
        assert 0 <= index[0] <= index[-1] < side


def test_a_picture_that_fits_is_not_thinned():
    rows, columns = thinned(read_image(np.zeros((5, 8, 3), np.uint8)), 5, 8)
    assert_array_equal(rows.ravel(), range(5))
    assert_array_equal(columns.ravel(), range(8))


def test_thinning_keeps_the_shape_of_the_picture():
    rows, columns = thinned(read_image(np.zeros((300, 600, 3), np.uint8)), 100, 100)
    assert (rows.size, columns.size) == (50, 100)


# Rocks


def test_rocks_by_color_are_colors():
    rocks = rock_collection()
    collection = collect(rocks, by="color")
    assert_array_equal(collection.X, rocks["color"])
    assert (collection.noun, collection.size, collection.is_colors) == ("rocks", 45, True)


def test_rocks_by_size_are_divided_by_their_spread():
    rocks = rock_collection()
    collection = collect(rocks, by="size")
    assert collection.X.std(axis=0) == pytest.approx([1, 1])
    assert_allclose(collection.X * collection.units, np.column_stack([rocks["length"], rocks["weight"]]))
    assert not collection.is_colors
    assert (collection.name, collection.features) == ("rocks by size", ("length in mm", "weight in g"))


def test_the_size_of_a_rock_is_told_in_mm_and_g():
    rocks = rock_collection()
    collection = collect(rocks, by="size")
    told = collection.describe(collection.X[0])  # 27.3 mm, 9.8 g
    assert "mm" in told
    assert "g" in told
    assert f"{rocks['length'][0]:.0f}" in told
    assert "9.8" in told


@pytest.mark.parametrize("n_rocks", [1, 2])
def test_one_rock_or_rocks_of_one_size_can_be_sorted_by_size(n_rocks):
    rocks = rock_collection(n_rocks)
    rocks["length"], rocks["weight"] = 30.0, 12.0
    assert np.isfinite(collect(rocks, by="size").X).all()


def test_rocks_are_compared_by_color_or_by_size():
    with pytest.raises(ValueError, match="by='weight' should be 'color' or 'size'"):
        collect(rock_collection(), by="weight")


# Samples, and how places are told


def test_samples_stay_as_they_are():
    data = collect([[1, 2], [3, 4], [5, 6]])
    assert_array_equal(data.X, [[1, 2], [3, 4], [5, 6]])
    assert (data.weight, data.noun, data.name, data.features) == (None, "samples", "data", ("feature 0", "feature 1"))
    assert not data.is_colors


def test_samples_of_three_numbers_are_no_colors():
    assert not collect(np.zeros((4, 3))).is_colors


def test_samples_are_checked():
    with pytest.raises(ValueError, match="NaN"):
        collect(np.array([[1.0, np.nan]]))


def test_the_source_is_not_kept():
    X = np.array([[1.0, 2.0]])
    data = collect(X)
    X[:] = 9
    assert_array_equal(data.X, [[1, 2]])


def test_a_color_is_told_in_hex_rounded():
    flag = collect(FLAG)
    assert flag.describe(np.array([254.6, 127.4, 0.0])) == "#ff7f00"
    assert flag.describe(np.array([-0.4, 255.4, 0.0])) == "#00ff00"
    assert flag.describe(np.array([300.0, -20.0, 0.0])) == "(300, -20, 0)"  # a wrong update may leave the cube
    assert flag.describe(np.array([255.6, 0.0, 0.0])) == "(256, 0, 0)"


@settings(max_examples=50)
@given(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3))
def test_every_place_has_a_nearest_color(place):
    color = as_color(np.array(place))
    assert color.dtype == np.uint8
    assert np.abs(np.clip(place, 0, 255) - color).max() <= 0.5
