"""Names of colours: those of the tables, and the nearest to the eye."""

import re

import numpy as np
import pytest
from matplotlib.colors import CSS4_COLORS, XKCD_COLORS, to_hex

from kmeans_scratch import extract_palette
from kmeans_scratch.pictures.names import RUDE, nearest_names, table
from kmeans_scratch.pictures.spaces import delta_e


def rgb(hex_):
    return np.array(list(bytes.fromhex(hex_[1:])), np.uint8)


@pytest.mark.parametrize(("kind", "known"), [("css", CSS4_COLORS), ("xkcd", XKCD_COLORS)])
def test_every_color_of_a_table_has_its_own_name(kind, known):
    shown = [name for name in known if not RUDE.search(name)]
    found = nearest_names(np.array([rgb(known[name]) for name in shown]), kind)
    for name, got in zip(shown, found, strict=True):
        assert known[got if kind == "css" else f"xkcd:{got}"] == known[name]  # grey and gray are one colour


def test_the_nearest_name_is_the_one_with_the_least_difference():
    colors = np.random.default_rng(0).integers(0, 256, (50, 3), dtype=np.uint8)
    for color, name in zip(colors, nearest_names(colors), strict=True):
        away = {css: delta_e(color, rgb(hex_)) for css, hex_ in CSS4_COLORS.items()}
        assert away[name] == min(away.values())


def test_no_name_is_rude():
    names, places = table("xkcd")
    assert len(names) == len(places) == 921
    assert not [name for name in names if re.search("shit|poo|puke|piss|vomit|snot|barf", name)]


def test_a_palette_has_both_names_of_each_color():
    palette = extract_palette(np.array([[rgb(to_hex("steelblue")), rgb(to_hex("xkcd:pumpkin"))]]), 2)
    assert sorted(palette.names) == [("peru", "pumpkin"), ("steelblue", "cool blue")]
    assert all(line.endswith(f"  {css}, {xkcd}") for line, (css, xkcd) in
               zip(palette.lines(names=True), palette.names, strict=True))  # fmt: skip
