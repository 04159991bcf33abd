"""Finding a palette: worked by hand first, then what holds for every picture."""

import inspect
from itertools import pairwise

import imageio.v3 as iio
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kmeans_scratch import ImageError, KMeans, Picture, extract_palette
from kmeans_scratch.fast.colors import CountedColors, as_color, count_colors
from kmeans_scratch.pictures.extract import palette_of_colors
from kmeans_scratch.pictures.spaces import from_oklab, to_oklab

WHITE, NAVY, RED = [255, 255, 255], [0, 38, 84], [237, 41, 57]
NOISE = np.random.default_rng(0).integers(0, 256, (40, 50, 3), dtype=np.uint8)


def painted(*pixels):
    """A picture of one row."""
    return np.array([pixels], dtype=np.uint8)


def distances(pixels, centroids):
    """The squared distances, (n, k), by their definition."""
    return ((pixels[:, None, :].astype(float) - centroids[None, :, :]) ** 2).sum(axis=2)


# By hand


def test_two_groups_are_averaged_counted_and_sorted_by_size():
    # Dark: 10, 10, 13: the mean is 11, the squares 1 + 1 + 4, in each of three channels. Light: 200, 204: 4 + 4.
    greys = [200, 10, 204, 10, 13]
    palette = extract_palette(painted(*([g, g, g] for g in greys)), n_colors=2)
    assert palette.colors.tolist() == [[11, 11, 11], [202, 202, 202]]
    assert palette.colors.dtype == np.uint8
    assert palette.centroids.tolist() == [[11.0, 11.0, 11.0], [202.0, 202.0, 202.0]]
    assert palette.counts.tolist() == [3, 2]
    assert palette.counts.dtype.kind == "i"
    assert palette.proportions.tolist() == [0.6, 0.4]
    assert palette.hex == ["#0b0b0b", "#cacaca"]
    assert palette.inertia == pytest.approx(3 * (1 + 1 + 4 + 4 + 4))
    assert len(palette) == 2
    assert palette.note == ""


def test_colors_are_rounded_not_truncated():
    palette = extract_palette(painted([0, 0, 0], [1, 1, 2], [1, 1, 2]), n_colors=1)
    assert palette.centroids == pytest.approx(np.array([[2 / 3, 2 / 3, 4 / 3]]))
    assert palette.colors.tolist() == [[1, 1, 1]]


def test_the_most_common_color_comes_first():
    palette = extract_palette(painted(RED, NAVY, NAVY, WHITE, WHITE, WHITE), n_colors=3)
    assert palette.colors.tolist() == [WHITE, NAVY, RED]
    assert palette.counts.tolist() == [3, 2, 1]
    assert palette.centroids.tolist() == palette.colors.tolist()


def test_five_colors_are_found_unless_told_otherwise():
    palette = extract_palette(NOISE)
    assert len(palette) == 5
    assert palette.note == ""


# What takes part


def test_transparent_pixels_are_left_out_whatever_color_they_hide():
    pixels = [[*RED, 255], [*RED, 255], [*WHITE, 255], [0, 0, 0, 0], [1, 2, 3, 0], [0, 0, 0, 0]]
    palette = extract_palette(painted(*pixels), n_colors=2)
    assert palette.colors.tolist() == [RED, WHITE]
    assert palette.counts.tolist() == [2, 1]
    assert palette.proportions.sum() == 1
    assert repr(palette).startswith("array: 2 colours of 3 pixels\n")
    assert (palette.as_dict()["n_pixels"], palette.as_dict()["n_opaque"]) == (6, 3)


def test_half_opaque_takes_part_unless_told_otherwise():
    pixels = painted([*RED, 128], [*WHITE, 255], [*WHITE, 127])
    assert extract_palette(pixels, n_colors=2).counts.tolist() == [1, 1]
    assert extract_palette(pixels, n_colors=1, opaque=0.9).colors.tolist() == [WHITE]
    assert extract_palette(pixels, n_colors=2, opaque=0.1).counts.tolist() == [2, 1]


def test_a_fully_transparent_picture_is_an_error_that_names_it(tmp_path):
    path = tmp_path / "nothing.png"
    iio.imwrite(path, np.zeros((20, 100, 4), np.uint8))
    with pytest.raises(ImageError) as error:
        extract_palette(path)
    assert str(error.value) == f"{path}: none of its 2,000 pixels is opaque enough to have a colour"


def test_opaque_decides_which_pixels_take_part():
    glass = np.full((1, 2, 4), 150, np.uint8)  # 150 / 255 = 0.59
    assert extract_palette(glass, 1).counts.tolist() == [2]
    with pytest.raises(ImageError, match="array: none of its 2 pixels is opaque enough to have a colour"):
        extract_palette(glass, 1, opaque=0.75)


def test_one_opaque_pixel_is_enough():
    palette = extract_palette(painted([9, 9, 9, 0], [*RED, 255]), n_colors=1)
    assert palette.colors.tolist() == [RED]
    assert palette.proportions.tolist() == [1.0]


def test_fewer_colors_than_asked_for_give_these_and_a_note():
    palette = extract_palette(painted(RED, WHITE, RED, [0, 0, 0, 0][:3], RED, WHITE), n_colors=7)
    assert palette.colors.tolist() == [RED, WHITE, [0, 0, 0]]
    assert palette.counts.tolist() == [3, 2, 1]
    assert palette.inertia == 0
    assert palette.note == "the picture has only 3 distinct colours, fewer than the 7 asked for"
    assert repr(palette).splitlines()[-1] == f"note: {palette.note}"


def test_exactly_as_many_colors_as_asked_for_need_no_note():
    palette = extract_palette(painted(RED, WHITE, NAVY), n_colors=3)
    assert len(palette) == 3
    assert palette.note == ""
    assert extract_palette(painted(RED, WHITE, NAVY), n_colors=4).note != ""


def test_two_colors_that_round_to_the_same_hex_are_a_note():
    """The means are (9.5, 9.5, 9.5) and (10.5, 10.5, 10.5); halves are rounded to the even neighbour."""
    pixels = painted([9, 10, 9], [10, 9, 10], [10, 11, 10], [11, 10, 11])
    palettes = [extract_palette(pixels, 2, random_state=seed) for seed in range(20)]
    note = "2 of the colours are nearly equal: all are rounded to #0a0a0a"
    assert {palette.note for palette in palettes if palette.hex == ["#0a0a0a"] * 2} == {note}
    assert not any(palette.note for palette in palettes if len(set(palette.hex)) == 2)


def test_colors_under_transparent_pixels_do_not_count_as_distinct():
    palette = extract_palette(painted([*RED, 255], [1, 1, 1, 0], [2, 2, 2, 0]), n_colors=2)
    assert palette.colors.tolist() == [RED]
    assert "only 1 distinct colour," in palette.note


@pytest.mark.parametrize("n_colors", [0, -1, 2.5, "5", None])
def test_a_bad_number_of_colors_is_one_line(n_colors):
    with pytest.raises(ValueError, match="n_colors") as error:
        extract_palette(NOISE, n_colors)
    assert str(error.value) == f"n_colors={n_colors!r} should be a whole number >= 1"


def test_a_bad_number_of_colors_is_seen_before_the_file():
    with pytest.raises(ValueError, match="n_colors"):
        extract_palette("missing.png", 0)


def test_numpys_whole_numbers_are_whole():
    assert len(extract_palette(NOISE, np.int64(1))) == 1


@pytest.mark.parametrize("options", [{"max_iter": 0}, {"tol": -1}, {"n_init": 0}])
def test_a_bad_parameter_is_refused_by_name(options):
    with pytest.raises(ValueError, match=f"The '{next(iter(options))}' parameter"):
        extract_palette(NOISE, **options)


def test_a_file_is_named_as_it_was_given(tmp_path):
    path = tmp_path / "noise.png"
    iio.imwrite(path, NOISE)
    palette = extract_palette(path, 2)
    assert palette.picture.name == str(path)
    assert (palette.colors == extract_palette(NOISE, 2).colors).all()


# The same as KMeans


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"n_colors": 8},
        {"random_state": 3},
        {"n_colors": 8, "n_init": 4},
        {"max_iter": 2},
        {"tol": 0.0},
        {"tol": 0.01},
    ],
)
def test_it_is_kmeans_on_the_opaque_pixels_sorted_by_count(options):
    transparent = np.random.default_rng(1).random((40, 50)) < 0.3
    rgba = np.dstack([NOISE, np.where(transparent, 0, 255).astype(np.uint8)])
    palette = extract_palette(rgba, **options)

    options = {"n_clusters": options.pop("n_colors", 5)} | options
    defaults = {"n_init": "auto", "max_iter": 300, "tol": 1e-4, "random_state": 0}
    model = KMeans(**(defaults | options)).fit(NOISE[~transparent])
    counts = np.bincount(model.labels_)
    order = np.argsort(-counts, kind="stable")
    assert palette.order.tolist() == order.tolist()
    assert palette.counts.tolist() == counts[order].tolist()
    assert palette.centroids == pytest.approx(model.cluster_centers_[order])
    assert palette.inertia == pytest.approx(model.inertia_)
    assert (palette.n_iter, palette.stop_reason) == (model.n_iter_, model.stop_reason_)


def test_the_options_make_a_difference_here():
    """Or the test above could not fail."""
    runs = [{}, {"max_iter": 2}, {"tol": 0.0}, {"tol": 0.01}, {"random_state": 3}]
    found = [extract_palette(NOISE, **options) for options in runs]
    assert len({(palette.inertia, palette.n_iter) for palette in found}) == len(runs)
    assert extract_palette(NOISE, 8, n_init=4).inertia < extract_palette(NOISE, 8).inertia


def test_the_defaults_are_those_of_kmeans():
    ours, theirs = (inspect.signature(function).parameters for function in (extract_palette, KMeans))
    for name in ("n_init", "max_iter", "tol"):
        assert ours[name].default == theirs[name].default


def test_the_same_seed_gives_the_same_palette():
    for seed in (0, 7, None):
        again = [np.random.default_rng(7) if seed is None else seed for _ in range(2)]
        one, two = (extract_palette(NOISE, 4, random_state=random_state) for random_state in again)
        assert (one.centroids == two.centroids).all()
        assert repr(one) == repr(two)
    assert (extract_palette(NOISE, 4).centroids == extract_palette(NOISE, 4, random_state=0).centroids).all()


def test_the_global_random_state_is_not_touched():
    before = np.random.get_state()[1].copy()
    extract_palette(NOISE, 3)
    assert (np.random.get_state()[1] == before).all()


# What holds for every picture

rgba_pictures = st.tuples(st.integers(1, 5), st.integers(1, 6)).flatmap(
    lambda size: st.tuples(
        arrays(np.uint8, (*size, 3), elements=st.integers(0, 255)),
        arrays(bool, size),
    )
)


@given(rgba_pictures, st.integers(1, 6), st.integers(0, 3))
def test_every_palette_is_true_to_its_picture(drawn, n_colors, seed):
    rgb, opaque = drawn
    opaque[0, 0] = True
    palette = extract_palette(Picture(rgb, opaque), n_colors, random_state=seed)
    pixels = rgb[opaque]
    n_distinct = len(np.unique(pixels, axis=0))
    assert len(palette) == len(palette.counts) == len(palette.centroids) == min(n_colors, n_distinct)
    assert (palette.note != "") == (n_distinct < n_colors or len(set(palette.hex)) < len(palette))
    assert palette.counts.sum() == len(pixels)
    assert (palette.counts > 0).all()
    assert all(more >= fewer for more, fewer in pairwise(palette.counts))
    assert palette.proportions.sum() == pytest.approx(1)
    assert (np.abs(palette.colors - palette.centroids) <= 0.5).all()
    assert palette.inertia == pytest.approx(distances(pixels, palette.centroids).min(axis=1).sum())
    assert palette.bar(width=11).shape == (50, 11, 3)


@given(rgba_pictures, arrays(np.uint8, (5, 6, 3), elements=st.integers(0, 255)))
def test_the_colors_of_transparent_pixels_change_nothing(drawn, hidden):
    rgb, opaque = drawn
    opaque[-1, -1] = True
    other = np.where(opaque[..., None], rgb, hidden[: rgb.shape[0], : rgb.shape[1]])
    one, two = (extract_palette(Picture(colors, opaque), 3) for colors in (rgb, other))
    assert repr(one) == repr(two)
    assert (one.centroids == two.centroids).all()


# Of counted colours


def test_counted_colors_give_the_palette_of_their_pixels():
    one, other = palette_of_colors(count_colors(NOISE.reshape(-1, 3)), 4, name="array"), extract_palette(NOISE, 4)
    assert repr(one) == repr(other)
    assert (one.centroids == other.centroids).all()
    assert one.picture is None


def test_added_counts_give_the_palette_of_all_pixels_together():
    dark, light = np.sort(NOISE.reshape(-1, 3), axis=0).reshape(2, 1000, 3)
    colors = np.unique(np.concatenate([dark, light]), axis=0)
    counts = sum((colors[:, None] == half).all(axis=2).sum(axis=1) for half in (dark, light))
    together = palette_of_colors(CountedColors(colors, counts, None), 4, name="both")
    assert together.as_dict()["colors"] == extract_palette(np.concatenate([dark, light])[None], 4).as_dict()["colors"]


# Spaces


def test_in_oklab_the_colors_are_means_in_oklab():
    green, grass = [0, 220, 0], [0, 220, 70]
    palette = extract_palette(painted(green, grass), 1, space="oklab")
    middle = (to_oklab(np.array([green], np.uint8)) + to_oklab(np.array([grass], np.uint8))) / 2
    assert palette.centroids == pytest.approx(middle)
    assert palette.colors.tolist() == as_color(from_oklab(middle)).tolist() == [[0, 220, 48]]
    assert palette.space == palette.as_dict()["space"] == "oklab"


def test_oklab_groups_what_looks_alike():
    # The greens are 70 apart in RGB, the grey and the grey-green 40. To the eye the greens are nearer: 3 against 12.
    greens, greys = [[0, 220, 0], [0, 220, 70]], [[120, 120, 120], [120, 160, 120]]
    pixels = painted(*greens, *greys)
    assert {tuple(color) for color in greens} & set(map(tuple, extract_palette(pixels, 3).colors.tolist()))
    assert set(map(tuple, greys)) <= set(map(tuple, extract_palette(pixels, 3, space="oklab").colors.tolist()))


@given(rgba_pictures, st.integers(1, 5), st.sampled_from(["rgb", "oklab"]), st.booleans())
def test_counts_centroids_and_recoloring_agree_in_both_spaces(drawn, n_colors, space, accents):
    rgb, opaque = drawn
    opaque[0, 0] = True
    palette = extract_palette(Picture(rgb, opaque), n_colors, space=space, accents=accents)
    points = rgb[opaque] * 1.0 if space == "rgb" else to_oklab(rgb[opaque])
    away = distances(points, palette.centroids)
    assert palette.counts.sum() == opaque.sum()
    assert palette.inertia == pytest.approx(away.min(axis=1).sum(), abs=1e-9)
    painting = palette.recolor()[opaque][:, :3]
    nearest = away <= away.min(axis=1, keepdims=True) + 1e-9
    assert (nearest & (painting[:, None] == palette.colors).all(axis=2)).any(axis=1).all()


# Pixels that are left out


def test_ignored_colors_are_left_out_and_counted():
    palette = extract_palette(painted(WHITE, [250, 250, 250], [250, 250, 250], NAVY, RED), 2, ignore="#fff~5")
    assert palette.left_out == palette.as_dict()["left_out"] == {"#ffffff~5": 3}
    assert sorted(palette.hex) == ["#002654", "#ed2939"]
    assert repr(palette).splitlines()[-1] == "left out: 3 pixels by #ffffff~5"
    assert palette.recolor()[0, :, 3].tolist() == [0, 0, 0, 255, 255]


def test_without_a_distance_only_the_very_color_is_ignored():
    palette = extract_palette(painted(WHITE, [254, 255, 255], NAVY), 2, ignore=["#fff", "000"])
    assert palette.left_out == {"#ffffff": 1, "#000000": 0}
    assert palette.counts.tolist() == [1, 1]


def test_a_mask_says_which_pixels_take_part():
    palette = extract_palette(painted(WHITE, NAVY, RED, RED), 3, mask=np.array([[255, 0, 128, 127]], np.uint8))
    assert sorted(palette.hex) == ["#ed2939", "#ffffff"]
    assert palette.left_out == {"mask": 2}
    assert palette.proportions.tolist() == [0.5, 0.5]
    assert palette.recolor()[0, :, 3].tolist() == [255, 0, 255, 0]


def test_mask_and_ignored_colors_are_counted_apart():
    palette = extract_palette(painted(WHITE, WHITE, NAVY), 1, mask=np.array([[0, 1, 1]], bool), ignore="#fff")
    assert palette.left_out == {"mask": 1, "#ffffff": 1}
    assert repr(palette).splitlines()[-1] == "left out: 1 pixel by mask, 1 pixel by #ffffff"


# Colours that are kept, and accents


def test_kept_colors_do_not_move_and_the_others_find_the_rest():
    pixels = painted(*([[200, g, g] for g in (0, 10, 20)] + [[0, 0, b] for b in (200, 210, 220, 230)]))
    palette = extract_palette(pixels, 2, keep="#1b9e77")
    assert "#1b9e77" in palette.hex
    assert palette.keep == ("#1b9e77",)
    assert palette.counts.sum() == 7


@given(rgba_pictures, st.lists(st.integers(0, 255), min_size=3, max_size=3), st.sampled_from(["rgb", "oklab"]))
def test_each_centroid_is_kept_or_the_mean_of_its_group(drawn, kept, space):
    rgb, opaque = drawn
    opaque[0, 0] = True
    points = rgb[opaque] * 1.0 if space == "rgb" else to_oklab(rgb[opaque])
    palette = extract_palette(Picture(rgb, opaque), 3, keep="#" + bytes(kept).hex(), space=space, tol=0)
    assert "#" + bytes(kept).hex() in palette.hex
    labels = distances(points, palette.centroids).argmin(axis=1)
    for number, row in enumerate(palette.order):
        members = points[labels == number]
        if row > 0 and len(members) == palette.counts[number]:  # otherwise two centroids are equally near to a pixel
            assert palette.centroids[number] == pytest.approx(members.mean(axis=0), abs=1e-9)


def test_a_kept_color_that_nothing_resembles_takes_no_pixel_from_another_mean():
    greys = [[g, g, g] for g in (10, 11, 12, 13, 14)]
    palette = extract_palette(painted(*greys), 2, keep="#ff0000", tol=0)
    assert palette.hex == ["#0c0c0c", "#ff0000"]
    assert palette.counts.tolist() == [5, 0]
    assert palette.centroids[0].tolist() == [12, 12, 12]


def test_kept_colors_take_the_place_of_no_group_if_nothing_resembles_them():
    groups = [[200, 0, 0], [0, 0, 200], [0, 0, 90], [240, 240, 0]]
    palette = extract_palette(painted(*groups, *groups), 5, keep="#00ff80")
    assert sorted(palette.hex) == sorted(["#00ff80", "#c80000", "#0000c8", "#00005a", "#f0f000"])
    assert palette.inertia == 0


@pytest.mark.parametrize("n_colors", [3, 5])
def test_a_kept_color_of_the_picture_is_not_there_twice(n_colors):
    palette = extract_palette(painted(WHITE, NAVY, RED, RED), n_colors, keep="#002654")
    assert sorted(palette.hex) == ["#002654", "#ed2939", "#ffffff"]


def test_all_colors_can_be_kept():
    palette = extract_palette(NOISE, 2, keep=["#000", "#fff"])
    assert sorted(palette.hex) == ["#000000", "#ffffff"]
    assert palette.counts.sum() == 2000


def test_accents_give_a_small_bright_thing_a_color_but_keep_the_proportions():
    # To halve the sea saves about 16,000 · 15² = 3.6 million; a colour for the boat saves 12 · 250² = 0.75 million.
    # With roots, it is 30 · 23 · 15² = 0.16 million against 3 · 2 · 250² = 0.38 million.
    sea = [[20, 60, 120 + step] for step in range(0, 60, 2) for _ in range(533)]
    boat = [[220, 40 + step, 30] for step in range(3) for _ in range(4)]
    pixels = painted(*sea, *boat)
    plain, accented = (extract_palette(pixels, 2, accents=accents, n_init=10) for accents in (False, True))
    assert plain.colors[:, 0].max() < 100
    assert accented.colors[:, 0].tolist() == [20, 220]
    assert accented.counts.tolist() == [15990, 12]
    assert accented.as_dict()["accents"]


# What is refused


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ({"space": "lab"}, "space='lab' should be 'rgb' or 'oklab'"),
        ({"ignore": "#ggg"}, "'#ggg' should be a colour such as '#1b9e77' or '#fff'"),
        ({"ignore": "#fff~"}, "'#fff~': the distance after ~ should be a number >= 0, such as '#fff~10'"),
        ({"ignore": "#fff~-1"}, "'#fff~-1': the distance after ~ should be a number >= 0, such as '#fff~10'"),
        ({"ignore": ["#fff~nan"]}, "'#fff~nan': the distance after ~ should be a number >= 0, such as '#fff~10'"),
        ({"keep": "red"}, "'red' should be a colour such as '#1b9e77' or '#fff'"),
        ({"keep": ["#000", "#fff"], "n_colors": 1}, "n_colors=1 should be >= 2, the number of colours to keep"),
    ],
)
def test_a_wrong_option_is_one_line_before_the_file_is_read(options, line):
    with pytest.raises(ValueError, match="should be") as error:
        extract_palette("missing.png", **options)
    assert str(error.value) == line


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ({"ignore": ["#fff~5", "#000~120"]}, "array: all 2,000 pixels are ignored, by #fff~5 #000~120"),
        (
            {"mask": np.ones((50, 40), np.uint8)},
            "array: a mask of 40 × 50 pixels should be as large as the picture, 50 × 40",
        ),
        ({"mask": np.zeros((40, 50), np.uint8)}, "array: this mask covers all 2,000 pixels of array"),
        ({"mask": "missing.png"}, "missing.png: No such file"),
    ],
)
def test_nothing_to_sort_is_one_line(options, line):
    with pytest.raises(ImageError) as error:
        extract_palette(NOISE, **options)
    assert str(error.value).startswith(line)
    assert "\n" not in str(error.value)


def test_a_transparent_picture_is_the_reason_and_not_its_mask():
    with pytest.raises(ImageError, match="none of its 6 pixels is opaque enough"):
        extract_palette(np.zeros((2, 3, 4), np.uint8), mask=np.ones((2, 3), bool))
