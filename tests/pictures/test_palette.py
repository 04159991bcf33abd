"""The palette of a picture: worked by hand first, then what holds for every picture, then the files."""

import dataclasses
import inspect
import json
import re
import subprocess
import sys
from itertools import pairwise

import imageio.v3 as iio
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kmeans_scratch import ImageError, KMeans, OutputError, Palette, Picture, extract_palette, read_image
from kmeans_scratch.pictures.export import png

WHITE, NAVY, RED = [255, 255, 255], [0, 38, 84], [237, 41, 57]
NOISE = np.random.default_rng(0).integers(0, 256, (40, 50, 3), dtype=np.uint8)


def painted(*pixels):
    """A picture of one row."""
    return np.array([pixels], dtype=np.uint8)


def palette_of(colors, counts, name="flag.png", note=""):
    """A palette made by hand, of a picture that has exactly these colours."""
    colors = np.array(colors, dtype=np.uint8)
    row = np.repeat(colors, counts, axis=0)[None]
    picture = Picture(row, np.ones(row.shape[:2], bool), name)
    order = np.arange(len(colors))
    return Palette(colors, np.array(counts), order, colors * 1.0, 1.5, 2, "converged", picture, note)


def named(css, xkcd):
    return {"css": css, "xkcd": xkcd}


def flag(**options):
    return palette_of([WHITE, NAVY, RED], [4, 3, 1], **options)


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


def test_a_palette_cannot_be_changed_and_equals_only_itself():
    one, other = (extract_palette(np.zeros((2, 2, 3), dtype=np.uint8), 1) for _ in range(2))
    assert (one == one, one == other, len({one, other})) == (True, False, 2)
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.counts = [5]


def test_the_most_common_color_comes_first():
    palette = extract_palette(painted(RED, NAVY, NAVY, WHITE, WHITE, WHITE), n_colors=3)
    assert palette.colors.tolist() == [WHITE, NAVY, RED]
    assert palette.counts.tolist() == [3, 2, 1]
    assert palette.centroids.tolist() == palette.colors.tolist()


def test_five_colors_are_found_unless_told_otherwise():
    palette = extract_palette(NOISE)
    assert len(palette) == 5
    assert palette.note == ""


def test_hex_has_two_digits_for_each_channel():
    assert palette_of([[255, 128, 0], [0, 1, 16]], [1, 1]).hex == ["#ff8000", "#000110"]


def test_repr_is_a_title_and_a_line_for_each_color():
    assert repr(palette_of([WHITE, NAVY, [7, 8, 9]], [1250, 600, 150])).splitlines() == [
        "flag.png: 3 colours of 2,000 pixels",
        "  1  #ffffff  255 255 255   62.5%       1,250",
        "  2  #002654    0  38  84   30.0%         600",
        "  3  #070809    7   8   9    7.5%         150",
    ]


def test_repr_ends_with_the_note():
    assert repr(palette_of([RED], [2], note="red, mostly")).splitlines()[1:] == [
        "  1  #ed2939  237  41  57  100.0%           2",
        "note: red, mostly",
    ]


def test_repr_speaks_of_one_colour_and_one_pixel():
    assert repr(palette_of([RED], [1], name="dot.png")).splitlines()[0] == "dot.png: 1 colour of 1 pixel"


def test_a_line_break_in_the_name_does_not_break_the_title():
    assert repr(flag(name="a\nflag.png")).splitlines()[0] == "a flag.png: 3 colours of 8 pixels"


def test_lines_are_those_of_repr():
    assert flag().lines() == repr(flag()).splitlines()[1:]


def test_lines_stay_aligned_for_a_hundred_colors():
    palette = palette_of([[i, i, i] for i in range(100)], [10**4] + [1] * 99)
    assert len({len(line) for line in palette.lines()}) == 1
    assert palette.lines()[99].startswith("100  #636363   99  99  99 ")


# The bar


def test_the_bar_is_as_in_the_article():
    bar = flag().bar()
    assert bar.shape == (50, 300, 3)
    assert bar.dtype == np.uint8
    # 4/8, 3/8 and 1/8 of 300 columns: 150, 112.5 and 37.5; the edges are 150 and 262.5, rounded to 262
    assert (bar[:, :150] == WHITE).all()
    assert (bar[:, 150:262] == NAVY).all()
    assert (bar[:, 262:] == RED).all()


def test_the_edges_of_the_bar_are_rounded_sums_so_no_column_is_lost():
    # thirds of 10 columns: edges at 3.3 and 6.7. Three widths of 3.3, each rounded, would be 9 columns.
    bar = palette_of([WHITE, NAVY, RED], [1, 1, 1]).bar(height=2, width=10)
    assert bar.tolist() == [[WHITE] * 3 + [NAVY] * 4 + [RED] * 3] * 2


@pytest.mark.parametrize("counts", [[1], [1, 1], [10**9, 1], [10**6] + [1] * 50, [1] * 200])
def test_a_bar_has_the_width_asked_for(counts):
    colors = np.zeros((len(counts), 3), np.uint8)
    palette = Palette(colors, np.array(counts), None, None, 0.0, 1, "converged", read_image(NOISE))
    assert palette.bar(height=3, width=7).shape == (3, 7, 3)
    assert palette.bar(width=1).shape == (50, 1, 3)
    assert palette.bar(height=1).shape == (1, 300, 3)


@given(
    counts=st.lists(st.integers(1, 10**7), min_size=1, max_size=40),
    height=st.integers(1, 4),
    width=st.integers(1, 700),
)
def test_every_bar_is_whole_in_order_and_true_to_the_proportions(counts, height, width):
    colors = np.array([[i, 255 - i, 0] for i in range(len(counts))], dtype=np.uint8)
    palette = Palette(colors, np.array(counts), None, None, 0.0, 1, "converged", read_image(NOISE))
    bar = palette.bar(height, width)
    assert bar.shape == (height, width, 3)
    assert (bar == bar[0]).all()
    numbers = bar[0, :, 0].astype(int)
    assert (np.diff(numbers) >= 0).all()
    columns = np.bincount(numbers, minlength=len(counts))
    assert np.abs(columns - palette.proportions * width).max() <= 1


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


@given(rgba_pictures, st.integers(1, 5))
def test_recoloring_paints_each_pixel_in_the_nearest_palette_color(drawn, n_colors):
    rgb, opaque = drawn
    opaque[0, 0] = True
    palette = extract_palette(Picture(rgb, opaque), n_colors)
    painting = palette.recolor()
    assert painting.shape == (*rgb.shape[:2], 4)
    assert painting.dtype == np.uint8
    assert (painting[..., 3] == np.where(opaque, 255, 0)).all()
    away = distances(rgb[opaque], palette.centroids)
    nearest = away <= away.min(axis=1, keepdims=True) + 1e-6  # (n, k), more than one where two are equally near
    same = (painting[opaque][:, None, :3] == palette.colors[None]).all(axis=2)
    assert (nearest & same).any(axis=1).all()


# Recolouring by hand


def test_its_own_picture_is_recolored():
    pixels = [[10, 0, 0, 255], [200, 0, 0, 255], [13, 0, 0, 200], [10, 0, 0, 255], [99, 99, 99, 0]]
    painting = extract_palette(painted(*pixels), n_colors=2).recolor()
    dark, light = [11, 0, 0, 255], [200, 0, 0, 255]
    assert painting[:, :4].tolist() == [[dark, light, dark, dark]]
    assert painting[0, 4, 3] == 0


def test_another_picture_is_recolored_in_these_colors():
    other = np.array([[[250, 250, 250, 255], [0, 0, 90, 255]], [[255, 0, 0, 255], [255, 0, 0, 0]]], dtype=np.uint8)
    painting = flag().recolor(other)
    assert painting.shape == (2, 2, 4)
    assert painting[0].tolist() == [[*WHITE, 255], [*NAVY, 255]]
    assert painting[1, 0].tolist() == [*RED, 255]
    assert painting[1, 1, 3] == 0


def test_a_file_or_a_picture_can_be_recolored(tmp_path):
    iio.imwrite(tmp_path / "other.png", painted(RED, NAVY))
    for source in (tmp_path / "other.png", str(tmp_path / "other.png"), read_image(painted(RED, NAVY))):
        assert flag().recolor(source).tolist() == [[[*RED, 255], [*NAVY, 255]]]


def test_a_fully_transparent_picture_stays_so_when_recolored():
    assert (flag().recolor(np.zeros((2, 3, 4), np.uint8))[..., 3] == 0).all()


def test_recoloring_paints_as_many_pixels_as_were_counted():
    palette = extract_palette(NOISE, 6)
    codes = palette.recolor()[..., :3].reshape(-1, 3)
    assert [(codes == color).all(axis=1).sum() for color in palette.colors] == palette.counts.tolist()


def test_recoloring_agrees_with_the_counts_if_a_pixel_is_equally_near_to_two():
    # One stable end is {0, 20} around 10 and {30 five times}: 20 is as near to 10 as to 30. Some seeds get there.
    pixels = painted(*([g, g, g] for g in [0, 20, 30, 30, 30, 30, 30]))
    for seed in range(60):
        palette = extract_palette(pixels, 2, random_state=seed)
        painting = palette.recolor()[0, :, 0]
        assert [(painting == color[0]).sum() for color in palette.colors] == palette.counts.tolist(), f"{seed=}"


# Files


def test_as_dict_holds_everything_in_plain_numbers():
    expected = {
        "image": "flag.png",
        "width": 8,
        "height": 1,
        "n_pixels": 8,
        "n_opaque": 8,
        "space": "rgb",
        "k": 3,
        "colors": [
            {"hex": "#ffffff", "rgb": [255] * 3, "count": 4, "proportion": 0.5, "css": "white", "xkcd": "white"},
            {
                "hex": "#002654",
                "rgb": [0, 38, 84],
                "count": 3,
                "proportion": 0.375,
                **named("midnightblue", "marine"),
            },
            {"hex": "#ed2939", "rgb": [237, 41, 57], "count": 1, "proportion": 0.125, **named("red", "cherry red")},
        ],
        "inertia": 1.5,
        "n_iter": 2,
        "stop_reason": "converged",
        "note": "",
    }
    assert flag().as_dict() == expected
    assert list(flag().as_dict()) == list(expected)
    keys = ["hex", "rgb", "count", "proportion", "css", "xkcd"]
    assert [list(color) for color in flag().as_dict()["colors"]] == [keys] * 3


def test_width_and_height_are_not_mixed_up():
    found = extract_palette(NOISE, 2).as_dict()
    assert (found["width"], found["height"], found["n_pixels"], found["k"]) == (50, 40, 2000, 2)


@pytest.mark.parametrize("name", ["p.json", "P.JSON"])
def test_json_is_read_back_as_the_dict(tmp_path, name):
    palette = extract_palette(NOISE, 3)
    palette.save(tmp_path / name)
    text = (tmp_path / name).read_text()
    assert json.loads(text) == palette.as_dict()
    assert text.startswith('{\n  "image": "array",\n')
    assert text.endswith("}\n")


def test_css_is_a_variable_for_each_color(tmp_path):
    flag().save(str(tmp_path / "p.css"))
    assert (tmp_path / "p.css").read_text() == (
        ":root {\n"
        "  --color-1: #ffffff; /* 50.0%, white */\n"
        "  --color-2: #002654; /* 37.5%, midnightblue */\n"
        "  --color-3: #ed2939; /* 12.5%, red */\n"
        "}\n"
    )


def read_gpl(text):
    """The name and the colours, as GIMP takes them from a palette file."""
    lines = text.split("\n")
    assert lines[0] == "GIMP Palette"
    assert lines[-1] == ""
    name = re.fullmatch(r"Name: (.+)", lines[1])[1]
    columns = int(re.fullmatch(r"Columns: (\d+)", lines[2])[1])
    assert lines[3] == "#"
    entries = [re.fullmatch(r" *(\d+) +(\d+) +(\d+)\t(.+)", line).groups() for line in lines[4:-1]]
    return name, columns, [([int(value) for value in rgb], label) for *rgb, label in entries]


@pytest.mark.parametrize("name", ["flag.png", "a\nflag.png", "a\r\nflag.png", "a\u2028flag.png"])
def test_gpl_is_read_back_also_with_a_line_break_in_the_name(tmp_path, name):
    flag(name=name).save(tmp_path / "p.gpl")
    text = (tmp_path / "p.gpl").read_bytes().decode()
    title, columns, entries = read_gpl(text)
    assert title == ("flag.png" if name == "flag.png" else "a flag.png")
    assert columns == 3
    assert entries == [(WHITE, "#ffffff 50.0%"), (NAVY, "#002654 37.5%"), (RED, "#ed2939 12.5%")]
    assert "\n  0  38  84\t#002654" in text  # in columns


def test_png_is_the_bar(tmp_path):
    flag().save(tmp_path / "p.png")
    assert (iio.imread(tmp_path / "p.png") == flag().bar()).all()


def test_names_with_accents_are_written_in_utf8(tmp_path):
    flag(name="drapeau_é.png").save(tmp_path / "p.gpl")
    assert "Name: drapeau_é.png".encode() in (tmp_path / "p.gpl").read_bytes()


@pytest.mark.parametrize("name", ["p.txt", "p", "json", "p.json.gz"])
def test_an_unknown_suffix_is_refused_and_nothing_written(tmp_path, name):
    with pytest.raises(OutputError) as error:
        flag().save(tmp_path / name)
    assert str(error.value) == f"{tmp_path / name}: the name should end in .json, .css, .gpl, .ase, .svg or .png"
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(OutputError, match=re.escape(f"{tmp_path / 'no' / 'p.css'}: cannot write: No such file")):
        flag().save(tmp_path / "no" / "p.css")


def test_png_keeps_every_pixel_and_alpha():
    rgba = np.array([[[1, 2, 3, 0], [4, 5, 6, 255]]], dtype=np.uint8)
    assert (iio.imread(png(rgba)) == rgba).all()
    assert (iio.imread(png(NOISE)) == NOISE).all()


# The figure


def test_plot_gives_a_figure_and_leaves_pyplot_alone(tmp_path):
    script = (
        "import sys, warnings, numpy as np\n"
        # What matplotlib before 3.10.7 asks of a newer pyparsing, as in pyproject.toml.
        "warnings.filterwarnings('ignore', \"'.*deprecated.* use '.*'\", DeprecationWarning)\n"
        "from kmeans_scratch import extract_palette\n"
        "palette = extract_palette(np.array([[[255, 0, 0], [0, 0, 255]]], dtype=np.uint8), 2)\n"
        "assert 'matplotlib' not in sys.modules\n"
        "figure = palette.plot()\n"
        "from matplotlib.figure import Figure\n"
        "assert isinstance(figure, Figure)\n"
        "figure.savefig(sys.argv[1])\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script, str(tmp_path / "figure.png")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
