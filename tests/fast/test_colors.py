"""Counting colours: packing by hand, then what must hold for any pixels."""

import re
import threading
from dataclasses import FrozenInstanceError
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal

from kmeans_scratch.fast import colors, parallel
from kmeans_scratch.fast.colors import count_by_sorting, count_colors, count_in_table, pack, to_hex, unpack


def pixels_of(*rows):
    return np.array(rows, dtype=np.uint8)


RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)


# By hand


@pytest.mark.parametrize(
    ("color", "code"),
    [
        ((0, 0, 0), 0),
        ((0, 0, 1), 1),
        ((0, 1, 0), 256),
        ((1, 0, 0), 65536),
        ((1, 2, 3), 66051),
        (WHITE, 2**24 - 1),
        ((1, 2, 3, 4), 16909060),
        ((255, 255, 255, 255), 2**32 - 1),
    ],
)
def test_a_color_is_packed_into_one_whole_number(color, code):
    packed = pack(pixels_of(color, color))
    assert packed.dtype == np.uint32
    assert_array_equal(packed, [code, code])
    unpacked = unpack(packed, len(color))
    assert unpacked.dtype == np.uint8
    assert_array_equal(unpacked, [color, color])


def test_colors_are_counted():
    seen = count_colors(pixels_of(RED, BLUE, RED, WHITE, RED))
    assert_array_equal(seen.colors, [BLUE, RED, WHITE])  # in the order of their codes: red weighs most
    assert seen.colors.dtype == np.uint8
    assert_array_equal(seen.counts, [1, 3, 1])


def test_what_was_counted_can_be_neither_changed_nor_mistaken_for_another():
    one, other = count_colors(pixels_of(RED)), count_colors(pixels_of(RED))
    assert len({one, other}) == 2
    with pytest.raises(FrozenInstanceError):
        one.counts = other.counts


def test_labels_of_colors_become_labels_of_pixels():
    seen = count_colors(pixels_of(RED, BLUE, RED, WHITE))
    assert_array_equal(seen.expand(np.array([7, 8, 9])), [8, 7, 8, 9])


@pytest.mark.parametrize(
    "pixels", [np.ones((2, 3)), np.ones((2, 3), dtype=int), np.ones((2, 5), np.uint8), np.ones((2, 1, 3), np.uint8)]
)
def test_what_is_no_list_of_colors_is_not_counted(pixels):
    words = f"pixels of shape {pixels.shape} and type {pixels.dtype} should be (n, 3) or (n, 4) of uint8"
    with pytest.raises(ValueError, match=re.escape(words)):
        count_colors(pixels)


def test_colors_that_differ_only_in_the_fourth_channel_are_distinct():
    seen = count_colors(pixels_of((*RED, 9), (*RED, 8), (*RED, 9)))
    assert_array_equal(seen.colors, [(*RED, 8), (*RED, 9)])
    assert_array_equal(seen.expand(np.array([5, 6])), [6, 5, 6])


def test_weights_of_pixels_are_added_up_color_by_color():
    seen = count_colors(pixels_of(RED, BLUE, RED, WHITE))
    assert_array_equal(seen.total(np.array([0.5, 1, 2, 0])), [1, 2.5, 0])


@pytest.mark.parametrize("n_channels", [3, 4])
def test_any_layout_in_memory_will_do(n_channels):
    whole = np.random.default_rng(0).integers(0, 256, (20, 2 * n_channels), dtype=np.uint8)
    whole.flags.writeable = False
    for view in (whole[:, :n_channels], whole[::-2, ::-2], np.asfortranarray(whole[:, ::2])):
        assert_array_equal(pack(view), pack(view.copy()))
        assert_array_equal(unpack(pack(view), n_channels), view)


@pytest.mark.parametrize(
    ("color", "text"),
    [((255, 128, 0), "#ff8000"), ((0, 0, 0), "#000000"), ((10, 11, 12), "#0a0b0c"), (WHITE, "#ffffff")],
)
def test_to_hex_writes_two_digits_a_channel(color, text):
    assert to_hex(np.array(color, dtype=np.uint8)) == text


# Laws

some_bytes = st.sampled_from([0, 1, 127, 128, 255])  # few, so that colours come again
pixels = st.tuples(st.integers(1, 30), st.sampled_from([3, 4])).flatmap(
    lambda shape: arrays(np.uint8, shape, elements=some_bytes)
)


@given(pixels)
def test_law_counts_are_those_of_numpy(pixels):
    colors, counts = np.unique(pixels, axis=0, return_counts=True)
    seen = count_colors(pixels)
    assert_array_equal(seen.colors, colors)
    assert_array_equal(seen.counts, counts)


@given(st.lists(st.integers(0, 9) | st.integers(0, 2**24 - 1), min_size=1))
def test_law_a_table_counts_as_sorting_does(codes):
    codes = np.array(codes, dtype=np.uint32)
    for by_sorting, in_table in zip(count_by_sorting(codes), count_in_table(codes), strict=True):
        np.testing.assert_array_equal(by_sorting, in_table, strict=True)


@given(pixels, st.integers(1, 8))
def test_law_parts_and_threads_do_not_change_the_labels(pixels, part):
    whole = count_colors(pixels)
    labels = np.arange(len(whole.colors), dtype=np.uint8)
    with mock.patch.object(colors, "PART", part):
        in_parts = whole.expand(labels, np.int32)
    assert_array_equal(in_parts, whole.expand(labels, np.int32), strict=True)


@pytest.mark.parametrize("n_channels", [3, 4])
def test_the_pixels_of_a_large_picture_are_counted_as_those_of_a_small_one(n_channels):
    small = np.random.default_rng(0).integers(0, 256, (2**15, n_channels), dtype=np.uint8)
    once, often = count_colors(small), count_colors(np.tile(small, (2**7 + 1, 1)))
    np.testing.assert_array_equal(once.colors, often.colors, strict=True)
    np.testing.assert_array_equal(once.counts * (2**7 + 1), often.counts, strict=True)


@pytest.mark.parametrize(
    ("n", "n_channels", "way"),
    [(2**20, 3, "count_by_sorting"), (2**20 + 1, 3, "count_in_table"), (2**20 + 1, 4, "count_by_sorting")],
)
def test_many_colors_of_three_channels_are_counted_in_a_table(n, n_channels, way, monkeypatch):
    found = np.array([5], dtype=np.uint32), np.array([n])
    monkeypatch.setattr(f"kmeans_scratch.fast.colors.{way}", lambda codes: found)
    assert count_colors(np.zeros((n, n_channels), dtype=np.uint8)).colors[0, -1] == 5


@pytest.mark.parametrize("n_channels", [3, 4])
def test_distinct_colors_in_order_are_not_looked_up(n_channels):
    pixels = count_colors(np.random.default_rng(0).integers(0, 256, (999, n_channels), dtype=np.uint8)).colors
    again = count_colors(pixels)
    assert again.codes is None
    assert_array_equal(again.expand(np.arange(len(pixels)), np.int32), np.arange(len(pixels)))
    assert_array_equal(again.total(np.arange(len(pixels))), np.arange(len(pixels)))
    assert count_colors(pixels[::-1]).codes is not None


def test_no_thread_is_left_and_a_small_picture_starts_none():
    with mock.patch.object(parallel, "ThreadPoolExecutor", side_effect=AssertionError):
        count_colors(pixels_of(RED, BLUE)).expand(np.arange(2))
    before = threading.active_count()
    with mock.patch.object(colors, "PART", 1):
        count_colors(pixels_of(RED, BLUE, RED)).expand(np.arange(2))
    assert threading.active_count() == before


@given(pixels)
def test_law_expand_leads_back_to_the_pixels(pixels):
    seen = count_colors(pixels)
    assert_array_equal(seen.colors[seen.expand(np.arange(len(seen.colors)))], pixels)


@given(pixels, st.sampled_from(["uint8", "uint16", "int32", "float64"]))
def test_law_expand_keeps_the_type(pixels, dtype):
    seen = count_colors(pixels)
    assert seen.expand(np.zeros(len(seen.colors), dtype=dtype)).dtype == dtype


@given(pixels, st.data())
def test_law_totals_are_sums_over_the_pixels_of_each_color(pixels, data):
    weight = data.draw(arrays(float, len(pixels), elements=st.integers(0, 9)))
    seen = count_colors(pixels)
    assert_array_equal(seen.total(weight), [weight[(pixels == color).all(axis=1)].sum() for color in seen.colors])
    assert_array_equal(seen.total(np.ones(len(pixels))), seen.counts)
