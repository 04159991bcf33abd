"""The files of a palette: each is read back."""

import json
import re
from xml.etree import ElementTree

import imageio.v3 as iio
import numpy as np
import pytest
import swatch

from kmeans_scratch import OutputError, extract_palette
from kmeans_scratch.fast.colors import CountedColors
from kmeans_scratch.pictures.export import SUFFIXES, png
from kmeans_scratch.pictures.extract import palette_of_colors

WHITE, NAVY, RED = [255, 255, 255], [0, 38, 84], [237, 41, 57]
NOISE = np.random.default_rng(0).integers(0, 256, (40, 50, 3), dtype=np.uint8)


def flag(name="flag.png"):
    seen = CountedColors(np.array([NAVY, RED, WHITE], np.uint8), np.array([3, 1, 4]), None)
    return palette_of_colors(seen, 3, name=name)


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


# The files of Adobe and of drawings


def test_ase_is_read_by_an_independent_reader(tmp_path):
    flag().save(tmp_path / "p.ase")
    found = swatch.parse(str(tmp_path / "p.ase"))
    assert [color["name"] for color in found] == ["white #ffffff", "midnightblue #002654", "red #ed2939"]
    assert {(color["type"], color["data"]["mode"]) for color in found} == {("Process", "RGB")}
    values = np.array([color["data"]["values"] for color in found])
    assert np.rint(255 * values).tolist() == [WHITE, NAVY, RED]


def test_ase_byte_by_byte():
    one = palette_of_colors(CountedColors(np.array([[255, 0, 0]], np.uint8), np.array([9]), None), 1, name="red.png")
    name = "red #ff0000\0".encode("utf-16-be")
    body = b"\0\x0c" + name + b"RGB " + b"\x3f\x80\0\0" + 8 * b"\0" + b"\0\2"  # 1.0 is 3f800000
    assert one.encode(".ase") == b"ASEF\0\1\0\0\0\0\0\1" + b"\0\1" + len(body).to_bytes(4, "big") + body


def test_svg_is_a_bar_of_rectangles(tmp_path):
    flag("<a & b>.png").save(tmp_path / "p.svg")
    svg = ElementTree.parse(tmp_path / "p.svg").getroot()
    space = "{http://www.w3.org/2000/svg}"
    assert svg.get("viewBox") == "0 0 300 50"
    assert svg.find(f"{space}title").text == "<a & b>.png"
    bars = svg.findall(f"{space}rect")
    assert [bar.get("fill") for bar in bars] == ["#ffffff", "#002654", "#ed2939"]
    assert [float(bar.get("x")) for bar in bars] == [0, 150, 262.5]
    assert [float(bar.get("width")) for bar in bars] == [150, 112.5, 37.5]
    assert bars[0].find(f"{space}title").text == "#ffffff white 50.0%"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_file_can_hold_a_kept_color_without_pixels(suffix):
    palette = extract_palette(NOISE[:1, :3] // 8, 2, keep="#ff0000")
    assert palette.counts.tolist() == [3, 0]
    assert len(palette.encode(suffix)) > 50
