"""Colours to ignore and masks: how they are read, and what they leave out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmeans_scratch import read_image
from kmeans_scratch.fast.colors import CountedColors, to_hex
from kmeans_scratch.pictures.left_out import count_ignored, is_ignored, masked, read_hex, read_ignored
from kmeans_scratch.pictures.spaces import delta_e

GREYS = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)


@pytest.mark.parametrize("text", ["#1b9e77", "1b9e77", "#1B9E77", " #1b9e77 "])
def test_a_hex_is_read_in_any_form(text):
    assert read_hex(text).tolist() == [27, 158, 119]


def test_three_digits_stand_for_six():
    assert read_hex("#f80").tolist() == [255, 136, 0]


@given(st.binary(min_size=3, max_size=3))
def test_what_to_hex_writes_is_read_back(color):
    assert to_hex(read_hex(to_hex(np.frombuffer(color, np.uint8)))) == "#" + color.hex()


@pytest.mark.parametrize("text", ["", "#", "#12", "#1234", "#12345", "#1234567", "#ggg", "red", None, 5, "##fff"])
def test_what_is_no_hex_is_one_line(text):
    with pytest.raises(ValueError, match="should be a colour") as error:
        read_hex(text)
    assert str(error.value) == f"{text!r} should be a colour such as '#1b9e77' or '#fff'"


@pytest.mark.parametrize("text", ["#fff~", "#fff~x", "#fff~-1", "#fff~nan", "#fff~inf", "#fff~1~2"])
def test_what_is_no_distance_is_one_line(text):
    with pytest.raises(ValueError, match="distance after ~") as error:
        read_ignored(text)
    assert str(error.value) == f"{text!r}: the distance after ~ should be a number >= 0, such as '#fff~10'"


def test_the_distance_is_that_of_the_eye():
    ignored = is_ignored(GREYS, ["#fff~10"])
    assert ignored.tolist() == (delta_e(GREYS, np.array([255] * 3, np.uint8)) <= 10).tolist()
    assert GREYS[ignored].min() == 222


def test_a_distance_of_0_is_the_very_color():
    assert np.flatnonzero(is_ignored(GREYS, ["#080808", "#fff~0"])).tolist() == [8, 255]


def test_a_distance_of_100_leaves_nothing_of_greys():
    assert is_ignored(GREYS, ["#000~100.001"]).all()


def test_nothing_to_ignore_ignores_nothing():
    assert not is_ignored(GREYS, []).any()


@given(st.lists(st.sampled_from(["#fff~10", "#fff~30", "#000", "#888~5", "#000~40"]), unique=True))
def test_counts_of_ignored_colors_add_up(ignore):
    seen = CountedColors(GREYS, np.arange(256), None)
    assert sum(count_ignored(seen, ignore).values()) == seen.counts[is_ignored(GREYS, ignore)].sum()


def test_a_transparent_part_of_a_mask_covers_too():
    picture = read_image(np.zeros((1, 3, 3), np.uint8))
    mask = np.array([[[255, 255, 255, 255], [255, 255, 255, 0], [0, 0, 0, 255]]], np.uint8)
    left, n_covered = masked(picture, mask)
    assert left.opaque.tolist() == [[True, False, False]]
    assert n_covered == 2
    assert picture.opaque.all()
