"""The options of `kmeans-scratch palette` that choose, keep and order colours, in a folder of small pictures."""

import json
from functools import partial
from pathlib import Path

import imageio.v3 as iio
import numpy as np
import pytest

from kmeans_scratch import extract_palette

WHITE, PAPER, NAVY, RED = [255, 255, 255], [250, 250, 250], [0, 38, 84], [237, 41, 57]
NOISE = np.random.default_rng(0).integers(0, 256, (30, 40, 3), dtype=np.uint8)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    iio.imwrite("flag.png", np.array([[WHITE, PAPER, PAPER, WHITE], [NAVY, NAVY, NAVY, RED]], np.uint8))
    iio.imwrite("mask.png", np.array([[0, 0, 0, 0], [255, 255, 0, 255]], np.uint8))
    iio.imwrite("noise.png", NOISE)


@pytest.fixture
def run(run):
    """Call `kmeans-scratch palette`."""
    return partial(run, "palette")


def document(run, *arguments):
    code, out, err = run(*arguments, "--json")
    assert (code, err) == (0, [])
    return json.loads("\n".join(out))


def test_space_is_that_of_python(run):
    assert run("noise.png", "--space", "oklab")[1] == repr(extract_palette("noise.png", space="oklab")).splitlines()
    assert document(run, "noise.png", "--space", "oklab")["space"] == "oklab"
    assert document(run, "noise.png")["space"] == "rgb"
    assert run("noise.png", "--space", "oklab")[1] != run("noise.png")[1]


def test_ignore_leaves_out_what_is_near_and_says_how_much(run):
    code, out, _ = run("flag.png", "-k2", "--ignore", "#fff~5")
    assert code == 0
    assert out[0] == "flag.png: 2 colours of 4 pixels"
    assert out[-1] == "left out: 4 pixels by #ffffff~5"
    assert document(run, "flag.png", "-k2", "--ignore", "#fff", "--ignore", "#ed2939~3")["left_out"] == {
        "#ffffff": 2,
        "#ed2939~3": 1,
    }


def test_a_mask_keeps_what_is_white_in_it(run):
    code, out, _ = run("flag.png", "-k2", "--mask", "mask.png", "--recolor", "new.png")
    assert (code, out[0], out[-2]) == (0, "flag.png: 2 colours of 3 pixels", "left out: 5 pixels by mask")
    assert iio.imread("new.png")[..., 3].tolist() == [[0] * 4, [255, 255, 0, 255]]
    assert document(run, "flag.png", "-k2", "--mask", "mask.png")["left_out"] == {"mask": 5}


def test_kept_colors_are_in_the_palette(run):
    found = document(run, "flag.png", "-k3", "--keep", "#1b9e77", "--keep", "#000")
    assert {"#1b9e77", "#000000"} <= {color["hex"] for color in found["colors"]}
    assert found["keep"] == ["#1b9e77", "#000"]


def test_accents_are_those_of_python(run):
    found = document(run, "noise.png", "--accents")
    assert found == extract_palette("noise.png", accents=True).as_dict()
    assert found["accents"]


@pytest.mark.parametrize("by", ["share", "lightness", "hue"])
def test_sort_is_that_of_python_in_the_table_and_in_files(run, by):
    palette = extract_palette("noise.png", 6).sorted(by)
    assert run("noise.png", "-k6", "--sort", by)[1] == repr(palette).splitlines()
    assert run("noise.png", "-k6", "--sort", by, "-o", "p.json")[0] == 0
    assert [color["hex"] for color in json.loads(Path("p.json").read_text())["colors"]] == palette.hex


def test_the_sorts_differ_here(run):
    """Or the test above could not fail."""
    assert len({tuple(extract_palette("noise.png", 6).sorted(by).hex) for by in ("share", "lightness", "hue")}) == 3


def test_names_are_beside_the_colors(run):
    _, out, _ = run("flag.png", "-k3", "--names", "--ignore", "#fff")
    assert [line.split("  ")[-1] for line in out[1:4]] == [
        "midnightblue, marine",
        "snow, pale grey",
        "red, cherry red",
    ]
    assert document(run, "flag.png", "-k3")["colors"][1]["css"] == "midnightblue"


def test_all_options_work_together(run):
    code, out, err = run(
        "flag.png", "-k3", "--space", "oklab", "--ignore", "#fff~1", "--mask", "mask.png", "--keep", "#1b9e77",
        "--accents", "--sort", "hue", "--names", "-o", "p.ase", "--plot", "p.png", "--recolor", "r.png",
    )  # fmt: skip
    assert (code, err) == (0, [])
    assert out[-3:] == ["wrote p.ase", "wrote r.png", "wrote p.png"]


def test_the_help_says_what_the_distance_is(run):
    text = " ".join(" ".join(run("--help")[1]).split())
    assert "in OKLab times 100" in text
    for example in ("--ignore '#fff~10'", "--keep '#1b9e77'", "--mask MASK", "--accents", "--sort", "--names"):
        assert example in text


# Bad input: one line, exit code 2, nothing written


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--space", "lab"], "argument --space: invalid choice: 'lab' (choose from"),
        (["--sort", "size"], "argument --sort: invalid choice: 'size' (choose from"),
        (["--ignore", "#xyz"], "'#xyz' should be a colour such as '#1b9e77' or '#fff'"),
        (["--ignore", "#fff~far"], "'#fff~far': the distance after ~ should be a number >= 0, such as '#fff~10'"),
        (["--ignore", "#fff~-3"], "'#fff~-3': the distance after ~ should be a number >= 0, such as '#fff~10'"),
        (["--keep", "green"], "'green' should be a colour such as '#1b9e77' or '#fff'"),
        (["-k1", "--keep", "#000", "--keep", "#fff"], "n_colors=1 should be >= 2, the number of colours to keep"),
        (["--ignore", "#888~150"], "flag.png: all 8 pixels are ignored, by #888~150"),
        (["--mask", "noise.png"], "noise.png: a mask of 40 × 30 pixels should be as large as the picture, 4 × 2"),
        (["--mask", "none.png"], "none.png: No such file"),
        (["--mask", "mask.png", "--recolor", "mask.png"], "mask.png: it is one of the images"),
    ],
)
def test_a_wrong_option_is_one_line_and_nothing_is_written(run, options, line):
    before = {path: path.read_bytes() for path in Path().iterdir()}
    code, out, err = run("flag.png", "-o", "p.json", *options)
    assert (code, out, len(err)) == (2, [], 1)
    assert line in err[0]
    assert {path: path.read_bytes() for path in Path().iterdir()} == before


def test_one_picture_that_is_ignored_costs_no_other(run):
    iio.imwrite("white.png", np.full((3, 3, 3), 255, np.uint8))
    code, out, err = run("white.png", "flag.png", "-k2", "--ignore", "#fff~5", "-o", "{name}.css")
    assert (code, err) == (2, ["kmeans-scratch: white.png: all 9 pixels are ignored, by #fff~5"])
    assert out[0] == "flag.png: 2 colours of 4 pixels"
    assert sorted(path.name for path in Path().glob("*.css")) == ["flag.css"]
