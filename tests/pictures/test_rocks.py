"""The rock collection: its table, its picture, and the pictures in images/."""

import re
import runpy
from pathlib import Path

import imageio.v3 as iio
import numpy as np
import pytest

from kmeans_scratch.pictures.rock_drawing import lay_over, rock_corners, rock_picture, rock_scale, rock_sprite
from kmeans_scratch.pictures.rocks import KINDS, rock_collection, rock_weight

pytestmark = pytest.mark.slow

IMAGES = Path(__file__).parents[2] / "images"
PICTURES = ["rocks.png", "sunset.jpg", "tulips.jpg", "lake.jpg"]


def drawn_alone(rocks, size):
    """Each stone on a picture of its own: RGBA (n, size, size, 4)."""
    pictures = np.zeros((len(rocks), size, size, 4), np.uint8)
    scale = rock_scale(rocks, size=size)
    for picture, rock, (row, column) in zip(pictures, rocks, rock_corners(rocks, size=size), strict=True):
        lay_over(picture, rock_sprite(rock, pixels_per_mm=scale), row, column)
    return pictures


def mean_color(pixels):
    """Of RGBA pixels (h, w, 4), each counted by its alpha."""
    return np.average(pixels[..., :3], axis=(0, 1), weights=pixels[..., 3])


# The table


def test_the_table_tells_kind_length_weight_and_color():
    rocks = rock_collection()
    assert rocks.shape == (45,)
    assert rocks.dtype.names == ("kind", "length", "weight", "color", "x", "y", "angle", "seed")
    assert set(rocks["kind"]) == set(KINDS)
    assert rocks["color"].dtype == np.uint8
    assert rocks["color"].shape == (45, 3)
    assert 15 < rocks["length"].min() < rocks["length"].max() < 55  # mm: they fit in a hand
    assert 2 < rocks["weight"].min() < rocks["weight"].max() < 90  # g


def test_every_kind_comes_equally_often():
    kinds, counts = np.unique(rock_collection(45)["kind"], return_counts=True)
    assert dict(zip(kinds.tolist(), counts.tolist(), strict=True)) == dict.fromkeys(KINDS, 9)


def test_weight_follows_from_size_and_density():
    # 40 mm long, 30 wide, 20 thick: π/6 · 4 · 3 · 2 = 4π = 12.566 cm³, of 2.65 g each
    assert rock_weight(40.0, 2.65) == pytest.approx(33.301, abs=0.001)
    assert rock_weight(80.0, 2.65) == pytest.approx(8 * rock_weight(40.0, 2.65))


def test_every_rock_in_the_table_weighs_what_its_kind_does():
    rocks = rock_collection(90, random_state=3)
    usual = rock_weight(rocks["length"], np.array([KINDS[kind].density for kind in rocks["kind"]]))
    ratio = rocks["weight"] / usual
    assert np.abs(ratio - 1).max() < 0.15
    assert ratio.mean() == pytest.approx(1, abs=0.01)


def test_lengths_fall_into_three_sizes():
    lengths = np.sort(rock_collection(45)["length"])
    gaps = np.diff(lengths)
    assert sorted(np.argsort(gaps)[-2:] + 1) == [15, 30]


def test_every_color_is_near_its_kind_and_lightness_alone_tells_the_kinds_apart():
    rocks = rock_collection(90)
    usual = np.array([KINDS[kind].color for kind in rocks["kind"]], float)
    assert np.abs(rocks["color"] - usual).max() < 30
    lightness = np.array([kind.color for kind in KINDS.values()]) @ [0.2126, 0.7152, 0.0722]
    assert np.diff(lightness).min() > 25  # of 255


def test_the_same_seed_gives_the_same_rocks_and_another_seed_others():
    assert (rock_collection(random_state=7) == rock_collection(random_state=7)).all()
    assert (rock_collection(random_state=np.random.default_rng(7)) == rock_collection(random_state=7)).all()
    assert (rock_collection(random_state=7)["length"] != rock_collection(random_state=8)["length"]).any()


def test_the_global_random_state_is_not_touched():
    before = np.random.get_state()[1].copy()
    rock_picture(size=50)
    assert (np.random.get_state()[1] == before).all()


# The picture


@pytest.fixture(scope="module")
def picture():
    """The collection of the lessons, 500 × 500."""
    return rock_picture()


def test_the_same_seed_draws_the_same_picture_and_another_seed_another():
    assert (rock_picture(size=120, random_state=1) == rock_picture(size=120, random_state=1)).all()
    assert (rock_picture(size=120, random_state=1) != rock_picture(size=120, random_state=2)).any()


def test_the_ground_is_transparent_and_black(picture):
    assert picture.shape == (500, 500, 4)
    assert picture.dtype == np.uint8
    ground = picture[..., 3] == 0
    assert 0.45 < ground.mean() < 0.6
    assert (picture[ground] == 0).all()


def test_most_edges_are_soft_and_most_stone_is_solid(picture):
    alpha = picture[..., 3]
    assert 0.4 < (alpha == 255).mean() < 0.55
    assert 0.005 < ((alpha > 0) & (alpha < 255)).mean() < 0.05


@pytest.mark.parametrize("seed", range(5))
def test_stones_do_not_overlap(seed):
    stones = drawn_alone(rock_collection(random_state=seed), size=300)
    assert (stones[..., 3] > 0).sum(axis=0).max() == 1


def test_a_larger_collection_gets_a_larger_tray_and_still_no_overlap():
    rocks = rock_collection(100, random_state=1)
    assert rock_scale(rocks) < rock_scale(rock_collection(10))
    assert (drawn_alone(rocks, size=300)[..., 3] > 0).sum(axis=0).max() == 1


def test_no_stone_sticks_out_of_the_picture(picture):
    rocks = rock_collection()
    whole = sum(int(rock_sprite(rock, pixels_per_mm=rock_scale(rocks))[..., 3].sum()) for rock in rocks)
    assert picture[..., 3].sum() == whole


def test_the_picture_is_made_of_the_sprites():
    rocks = rock_collection()
    assert (drawn_alone(rocks, size=200).sum(axis=0) == rock_picture(rocks, size=200)).all()


@pytest.mark.parametrize("seed", range(3))
def test_the_mean_color_of_every_stone_is_the_one_in_the_table(seed):
    rocks = rock_collection(random_state=seed)
    for rock, picture in zip(rocks, drawn_alone(rocks, size=250), strict=True):
        assert np.abs(mean_color(picture) - rock["color"]).max() < 0.5  # less than rounding could hide


def test_the_opaque_pixels_alone_have_that_mean_too():
    rocks = rock_collection()
    for rock, picture in zip(rocks, drawn_alone(rocks, size=500), strict=True):
        solid = picture[picture[..., 3] >= 128, :3]
        assert np.abs(solid.mean(axis=0) - rock["color"]).max() < 1


@pytest.mark.parametrize("color", [0, 10, 235])
def test_a_very_dark_or_light_stone_keeps_its_color_though_its_lights_are_clipped(color):
    rock = rock_collection(1)[0]
    rock["color"] = color
    assert np.abs(mean_color(rock_sprite(rock)) - color).max() < 0.5


def test_a_stone_covers_what_its_length_says():
    rocks = rock_collection()
    covered = np.array([rock_sprite(rock, pixels_per_mm=2)[..., 3].sum() / 255 / 4 for rock in rocks])  # mm²
    ellipses = np.pi / 4 * 0.75 * rocks["length"] ** 2
    assert np.abs(covered / ellipses - 1).max() < 0.25
    assert (covered / ellipses).mean() == pytest.approx(1, abs=0.06)


def test_pixels_resemble_their_own_kind_most(picture):
    """So that k-means with k=5 finds the kinds: one pass from them stays near them."""
    pixels = picture[picture[..., 3] >= 128, :3].astype(float)
    kinds = np.array([kind.color for kind in KINDS.values()], float)
    nearest = ((pixels[:, None] - kinds) ** 2).sum(axis=2).argmin(axis=1)
    found = np.array([pixels[nearest == i].mean(axis=0) for i in range(len(kinds))])
    assert np.abs(found - kinds).max() < 20
    assert np.bincount(nearest).min() / len(pixels) > 0.12  # none is rare


def test_the_picture_has_as_many_colors_as_a_photograph(picture):
    assert len(np.unique(picture[picture[..., 3] >= 128, :3], axis=0)) > 5000


@pytest.mark.parametrize("size", [1, 2, 37, 501, np.int64(64)])
def test_odd_sizes_are_drawn(size):
    assert rock_picture(size=size).shape == (size, size, 4)


def test_some_rows_or_none_of_the_table_are_drawn_where_they_lay():
    rocks = rock_collection(10)
    some, rest = rock_picture(rocks[:4], size=200), rock_picture(rocks[4:], size=200)
    assert (some + rest == rock_picture(rocks, size=200)).all()
    assert not rock_picture(rocks[:0], size=20).any()


@pytest.mark.parametrize(
    ("call", "line"),
    [
        (lambda: rock_collection(0), "n_rocks=0 should be a whole number >= 1"),
        (lambda: rock_collection(-3), "n_rocks=-3 should be a whole number >= 1"),
        (lambda: rock_collection(2.5), "n_rocks=2.5 should be a whole number >= 1"),
        (lambda: rock_picture(size=0), "size=0 should be a whole number >= 1"),
        (lambda: rock_picture(size="large"), "size='large' should be a whole number >= 1"),
        (lambda: rock_picture([1, 2]), "rocks of list should be a table from rock_collection"),
        (lambda: rock_picture(np.zeros(3)), "rocks of float64 should be a table from rock_collection"),
        (lambda: rock_sprite(rock_collection(1)[0], pixels_per_mm=0), "pixels_per_mm=0 should be > 0"),
    ],
)
def test_bad_input_is_one_line_that_names_the_value(call, line):
    with pytest.raises(ValueError, match=re.escape(line)) as error:
        call()
    assert "\n" not in str(error.value)


# Pasting


def test_a_solid_sprite_covers_and_a_half_transparent_one_mixes():
    picture = np.full((1, 3, 4), [100, 100, 100, 255], np.uint8)
    lay_over(picture, np.array([[[200, 0, 50, 255], [200, 0, 50, 51]]], np.uint8), 0, 1)
    assert picture.tolist() == [[[100, 100, 100, 255], [200, 0, 50, 255], [120, 80, 90, 255]]]


def test_on_transparent_ground_a_sprite_keeps_its_color_and_alpha():
    picture = np.zeros((1, 1, 4), np.uint8)
    lay_over(picture, np.array([[[200, 0, 50, 51]]], np.uint8), 0, 0)
    assert picture.tolist() == [[[200, 0, 50, 51]]]


@pytest.mark.parametrize("row", [-9, -3, -1, 0, 2, 4, 9])
@pytest.mark.parametrize("column", [-9, -2, 0, 3, 9])
def test_what_sticks_out_is_cut_off(row, column):
    picture, sprite = np.zeros((5, 4, 4), np.uint8), np.full((3, 2, 4), 255, np.uint8)
    lay_over(picture, sprite, row, column)
    expected = np.zeros((30, 30), bool)
    expected[10 + row : 13 + row, 10 + column : 12 + column] = True
    assert (picture[..., 3] == 255).tolist() == expected[10:15, 10:14].tolist()


# The pictures in images/


@pytest.fixture(scope="module")
def remade(tmp_path_factory):
    """A folder with the pictures, made again by images/make.py."""
    folder = tmp_path_factory.mktemp("images")
    runpy.run_path(str(IMAGES / "make.py"))["main"](folder)
    return folder


@pytest.mark.parametrize("name", PICTURES)
def test_images_make_remakes_the_picture(remade, name):
    """Nearly, not exactly: sines, Fourier transforms and JPEG differ in their last digit from platform to platform.

    A last digit moves a value by one level where it is rounded, and a mirrored pixel of the sea by one place.
    """
    kept, again = iio.imread(IMAGES / name).astype(int), iio.imread(remade / name).astype(int)
    assert kept.shape == again.shape
    difference = np.abs(kept - again)
    assert difference.mean() < 0.5
    assert (difference > 8).mean() < 0.01


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_is_small_to_store_and_rich_in_colors(name):
    assert (IMAGES / name).stat().st_size < 300_000
    pixels = iio.imread(IMAGES / name)[..., :3].reshape(-1, 3)
    assert len(np.unique(pixels, axis=0)) > 5000


def test_the_readme_names_every_picture_and_no_other(remade):
    readme = (IMAGES / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"`([a-z-]+\.(?:png|jpg|gif))`", readme)
    by_the_benchmark = ["speed.png"]
    assert sorted(named) == sorted([path.name for path in remade.iterdir()] + by_the_benchmark)
    assert set(named) == {path.name for path in IMAGES.iterdir() if path.suffix in (".png", ".jpg", ".gif")}
    assert set(PICTURES) < set(named)
