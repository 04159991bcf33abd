"""The palette of a picture: worked by hand first, then what holds for every picture, then the files."""

import dataclasses
import subprocess
import sys

import imageio.v3 as iio
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kmeans_scratch import Palette, Picture, extract_palette, read_image

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


def test_a_palette_cannot_be_changed_and_equals_only_itself():
    one, other = (extract_palette(np.zeros((2, 2, 3), dtype=np.uint8), 1) for _ in range(2))
    assert (one == one, one == other, len({one, other})) == (True, False, 2)
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.counts = [5]


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


rgba_pictures = st.tuples(st.integers(1, 5), st.integers(1, 6)).flatmap(
    lambda size: st.tuples(
        arrays(np.uint8, (*size, 3), elements=st.integers(0, 255)),
        arrays(bool, size),
    )
)


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
        "keep": [],
        "accents": False,
        "left_out": {},
        "note": "",
    }
    assert flag().as_dict() == expected
    assert list(flag().as_dict()) == list(expected)
    keys = ["hex", "rgb", "count", "proportion", "css", "xkcd"]
    assert [list(color) for color in flag().as_dict()["colors"]] == [keys] * 3


def test_width_and_height_are_not_mixed_up():
    found = extract_palette(NOISE, 2).as_dict()
    assert (found["width"], found["height"], found["n_pixels"], found["k"]) == (50, 40, 2000, 2)


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
