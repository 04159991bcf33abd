"""Colours in a terminal: the codes of 256 of them, swatches and half blocks."""

import re

import numpy as np
import pytest

from kmeans_scratch.watch.ansi import ALL_COLORS, CUBE_AND_GREYS, GROUND, INK, color_codes, half_blocks, swatches

RED, BLUE, WHITE = (250, 0, 0), (0, 0, 240), (255, 255, 255)


@pytest.mark.parametrize(
    ("color", "number"),
    [
        ((0, 0, 0), 16),
        ((255, 255, 255), 231),
        ((95, 0, 0), 52),
        ((0, 95, 0), 22),
        ((0, 0, 95), 17),
        ((8, 8, 8), 232),
        ((238, 238, 238), 255),
        ((129, 127, 128), 244),
        ((250, 130, 10), 208),
    ],
)
def test_the_nearest_of_256_colours_has_the_number_that_terminals_know(color, number):
    """The numbers are those of xterm: 16 + 36 r + 6 g + b with steps from 0 to 5, and 232 + step for greys."""
    assert color_codes(INK, np.array([color]), 256) == [f"\x1b[38;5;{number}m"]


def test_each_of_the_240_colours_finds_itself():
    codes = color_codes(GROUND, CUBE_AND_GREYS, 256)
    assert codes == [f"\x1b[48;5;{number}m" for number in range(16, 256)]


@pytest.mark.parametrize("n_shown", [256, ALL_COLORS])
def test_colours_stop_at_the_end_of_each_line(n_shown):
    lines = half_blocks(np.array([RED, BLUE]), np.zeros((7, 5), dtype=int), n_shown)
    assert len(lines) == 4
    assert all(line.endswith("\x1b[0m") for line in lines)


def test_every_swatch_has_its_number_legible_and_none_is_cut():
    told = swatches(np.array([WHITE] * 20, dtype=np.uint8), columns=40)
    assert re.sub(r"\x1b\[[0-9;]*m", "", told).split() == [str(number) for number in range(1, 21)]
    assert [len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in told.splitlines()] == [40, 40, 20]
    assert "\x1b[38;2;0;0;0m" in told  # black on white
    assert "\x1b[38;2;255;255;255m" not in told
