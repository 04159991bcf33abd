"""The command line, mostly called in this process; a few times as the program that it is."""

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from io import BytesIO, TextIOWrapper
from pathlib import Path

import imageio.v3 as iio
import numpy as np
import pytest

from kmeans_scratch import extract_palette, rock_picture
from kmeans_scratch.pictures.export import png
from kmeans_scratch.shell import cli, commands

WHITE, NAVY, RED = [255, 255, 255, 255], [0, 38, 84, 255], [237, 41, 57, 255]
HIDDEN = [0, 0, 0, 0]
FLAG = np.array([[WHITE, WHITE, WHITE, RED], [NAVY, NAVY, HIDDEN, HIDDEN]], dtype=np.uint8)
LINES = [
    "  1  #ffffff  255 255 255   50.0%           3",
    "  2  #002654    0  38  84   33.3%           2",
    "  3  #ed2939  237  41  57   16.7%           1",
]
NOISE = np.random.default_rng(0).integers(0, 256, (30, 40, 3), dtype=np.uint8)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder to work in, with two pictures and a text."""
    monkeypatch.chdir(tmp_path)
    iio.imwrite("flag.png", FLAG)
    iio.imwrite("noise.png", NOISE)
    Path("notes.txt").write_text("no picture\n")
    return tmp_path


def program(*arguments, **options):
    command = [sys.executable, "-m", "kmeans_scratch", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, **options)


# The rocks


def test_without_arguments_it_sorts_the_rocks_and_films_it(contents):
    """One test, as the film takes a while."""
    before = set(contents())
    done = program(text=True)
    assert (done.returncode, done.stderr) == (0, "")
    title, *lines = done.stdout.splitlines()
    assert title == "the built-in rocks: 5 colours of 111,860 pixels"
    assert lines == [*extract_palette(rock_picture()).lines(), "wrote rocks-palette.png", "wrote rocks.gif"]
    assert set(contents()) - before == {"rocks-palette.png", "rocks.gif"}

    picture = iio.imread("rocks-palette.png")
    assert picture.shape[:2] == (750, 1500)
    assert len(np.unique(picture.reshape(-1, picture.shape[2]), axis=0)) > 1000  # the rocks are on it
    first, *_, last = iio.imiter("rocks.gif", plugin="pillow", mode="RGB")
    assert first.shape == last.shape == (480, 640, 3)
    assert (first != last).any()


def test_in_a_folder_that_is_gone_it_is_one_line(capsys):
    Path("gone").mkdir()
    os.chdir("gone")
    Path("../gone").rmdir()
    assert cli.main([]) == 2
    assert capsys.readouterr().err.count("\n") == 1


# A palette


def test_the_palette_of_an_image(run, contents):
    assert run("palette", "flag.png", "-k", 3) == (0, ["flag.png: 3 colours of 6 pixels", *LINES], [])
    assert set(contents()) == {"flag.png", "noise.png", "notes.txt"}


def test_the_palettes_of_several_images(run):
    code, out, err = run("palette", "flag.png", "noise.png", "-k3")
    assert (code, err) == (0, [])
    assert out[:4] == ["flag.png: 3 colours of 6 pixels", *LINES]
    assert out[4:] == repr(extract_palette("noise.png", 3)).splitlines()


def test_five_colors_of_seed_0_are_the_default(run):
    assert run("palette", "noise.png")[1] == repr(extract_palette("noise.png", 5, random_state=0)).splitlines()


def test_fewer_colors_come_with_a_note(run):
    note = "note: the picture has only 3 distinct colours, fewer than the 5 asked for"
    assert run("palette", "flag.png") == (0, ["flag.png: 3 colours of 6 pixels", *LINES, note], [])


@pytest.mark.parametrize("seed", [1, 2])
def test_the_seed_is_of_the_first_pick(run, seed):
    palette = extract_palette("noise.png", 5, random_state=seed)
    assert run("palette", "noise.png", "--seed", seed)[1] == repr(palette).splitlines()
    assert repr(palette) != repr(extract_palette("noise.png", 5))


def test_opaque_says_what_takes_part(run):
    iio.imwrite("glass.png", np.array([[[9, 9, 9, 255]] * 3 + [[200, 0, 0, 100]]], dtype=np.uint8))
    assert run("palette", "glass.png", "-k1")[1][1].startswith("  1  #090909 ")
    assert run("palette", "glass.png", "-k2", "--opaque", "0.3")[1][1:] == [
        "  1  #090909    9   9   9   75.0%           3",
        "  2  #c80000  200   0   0   25.0%           1",
    ]


def test_json_is_one_document_for_one_image(run):
    code, out, err = run("palette", "flag.png", "-k3", "--json")
    assert (code, err) == (0, [])
    assert json.loads("\n".join(out)) == extract_palette("flag.png", 3).as_dict()


def test_json_is_a_list_for_several_images(run):
    out = run("palette", "noise.png", "flag.png", "-k3", "--json")[1]
    assert json.loads("\n".join(out)) == [extract_palette(name, 3).as_dict() for name in ("noise.png", "flag.png")]


def test_with_json_stdout_holds_nothing_else(run, contents):
    files = ["-o", "p.css", "--recolor", "r.png", "--plot", "f.png"]
    code, out, err = run("palette", "flag.png", "--json", *files)
    assert code == 0
    assert json.loads("\n".join(out))["k"] == 3
    assert err == ["wrote p.css", "wrote r.png", "wrote f.png"]
    assert set(contents()) > {"p.css", "r.png", "f.png"}


# Files


@pytest.mark.parametrize("suffix", [".json", ".css", ".gpl", ".png", ".PNG"])
def test_output_is_what_save_writes(run, suffix):
    code, out, err = run("palette", "flag.png", "-k3", "-o", f"out{suffix}")
    assert (code, err) == (0, [])
    assert out == ["flag.png: 3 colours of 6 pixels", *LINES, f"wrote out{suffix}"]
    extract_palette("flag.png", 3).save(f"expected{suffix}")
    assert Path(f"out{suffix}").read_bytes() == Path(f"expected{suffix}").read_bytes()


def test_name_stands_for_the_name_of_each_image(run):
    Path("out").mkdir()
    iio.imwrite("out/two.dots.jpg", NOISE)
    code, out, _ = run("palette", "flag.png", "out/two.dots.jpg", "-k2", "--output", "out/{name}-2.css")
    assert code == 0
    assert out[3] == "wrote out/flag-2.css"
    assert out[7] == "wrote out/two.dots-2.css"
    assert Path("out/flag-2.css").read_text().startswith(":root")
    assert sorted(path.name for path in Path("out").iterdir()) == ["flag-2.css", "two.dots-2.css", "two.dots.jpg"]


def test_name_may_stand_for_one_image_too(run):
    assert run("palette", "flag.png", "-k3", "-o", "{name}.{name}.gpl")[1][-1] == "wrote flag.flag.gpl"


def test_recolor_writes_the_picture_in_its_palette(run):
    assert run("palette", "noise.png", "-k2", "--recolor", "out.png")[1][-1] == "wrote out.png"
    assert (iio.imread("out.png") == extract_palette("noise.png", 2).recolor()).all()


def test_recolor_keeps_transparent_pixels_transparent(run):
    run("palette", "flag.png", "-k3", "--recolor", "out.png")
    painted = iio.imread("out.png")
    assert (painted[FLAG[..., 3] > 0] == FLAG[FLAG[..., 3] > 0]).all()
    assert (painted[1, 2:, 3] == 0).all()


def test_plot_writes_the_figure(run):
    assert run("palette", "flag.png", "--plot", "out.png")[1][-1] == "wrote out.png"
    figure = iio.imread("out.png")[..., :3]
    assert figure.shape == (750, 1500, 3)
    for color in (NAVY, RED):
        assert (figure[:, 750:] == color[:3]).all(axis=2).any()


def test_plot_of_a_name_that_the_font_lacks_says_nothing_of_it(run):
    Path("flag.png").rename("日本.png")
    code, _, err = run("palette", "日本.png", "--plot", "out.png")
    assert (code, err) == (0, [])


def test_an_existing_output_is_replaced_whole(run):
    Path("out.css").write_text("old " * 10_000)
    assert run("palette", "flag.png", "-o", "out.css")[0] == 0
    assert Path("out.css").read_text().startswith(":root {")
    assert "old" not in Path("out.css").read_text()


# What is refused: exit code 2, one line on stderr, nothing written


def test_a_missing_file_is_named(refuse):
    assert (
        refuse("palette", "missing.png", "-o", "out.css") == "kmeans-scratch: missing.png: No such file or directory"
    )


def test_a_text_file_is_no_picture(refuse):
    assert refuse("palette", "notes.txt", "--plot", "out.png").startswith("kmeans-scratch: notes.txt: not an image")


# One bad image of many


def bad_files():
    Path("broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 not more than this")
    Path("empty.png").touch()
    Path("glass.png").write_bytes(png(np.zeros((2, 2, 4), np.uint8)))
    return ["broken.jpg", "missing.png", "empty.png", "glass.png", "notes.txt"]


@pytest.mark.parametrize("bad", range(5))
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_bad_image_costs_the_others_nothing(run, bad, at):
    images = ["flag.png", "noise.png"]
    images.insert(at, bad_files()[bad])
    code, out, err = run("palette", *images, "-k3", "-o", "{name}.css", "--recolor", "{name}-3.png")
    expected = run("palette", "flag.png", "noise.png", "-k3", "-o", "{name}.css", "--recolor", "{name}-3.png")
    assert (code, out) == (2, expected[1])
    assert len(err) == 1
    assert err[0].startswith(f"kmeans-scratch: {images[at]}: ")
    made = {path.name for path in Path().iterdir() if path.stem.endswith("-3") or path.suffix == ".css"}
    assert made == {"flag.css", "flag-3.png", "noise.css", "noise-3.png"}


def test_each_bad_image_is_an_error_in_the_json(run):
    bad = bad_files()
    code, out, err = run("palette", "--json", "-k3", *bad[:2], "flag.png", *bad[2:])
    found = json.loads("\n".join(out))
    assert code == 2
    assert found[2] == extract_palette("flag.png", 3).as_dict()
    others = found[:2] + found[3:]
    assert [list(document) for document in others] == [["image", "error"]] * 5
    assert [document["image"] for document in others] == bad
    assert [f"kmeans-scratch: {document['error']}" for document in others] == err


def test_a_single_bad_image_is_an_error_in_the_json_too(run):
    code, out, err = run("palette", "--json", "missing.png")
    assert json.loads("\n".join(out)) == {"image": "missing.png", "error": "missing.png: No such file or directory"}
    assert (code, err) == (2, ["kmeans-scratch: missing.png: No such file or directory"])


def test_an_option_that_is_wrong_for_all_images_is_told_once(refuse):
    assert refuse("palette", "flag.png", "noise.png", "--opaque", "7").endswith("should be a number from 0 to 1")


# What is refused for all of them


@pytest.mark.parametrize(
    ("option", "name", "known"),
    [
        ("-o", "out.txt", ".json, .css, .gpl, .ase, .svg or .png"),
        ("-o", "out", ".json, .css, .gpl, .ase, .svg or .png"),
        ("--recolor", "out.jpg", ".png"),
        ("--plot", "out.css", ".png"),
    ],
)
def test_an_unknown_suffix_is_refused_before_any_work(refuse, monkeypatch, option, name, known):
    monkeypatch.setattr(commands, "read_image", None)  # calling it would be work, and an error
    line = refuse("palette", "flag.png", option, name)
    assert line == f"kmeans-scratch: {name}: the name should end in {known}"


def test_the_suffix_is_looked_at_before_the_image(refuse):
    assert "out.txt" in refuse("palette", "missing.png", "-o", "out.txt")
    assert "out.txt" in refuse("palette", "flag.png", "-o", "good.css", "--recolor", "out.txt")


@pytest.mark.parametrize("option", ["-o", "--recolor", "--plot"])
def test_several_images_need_a_name_for_each_output(refuse, monkeypatch, option):
    monkeypatch.setattr(commands, "read_image", None)
    line = refuse("palette", "flag.png", "noise.png", option, "out.png")
    assert line == f"kmeans-scratch: {option} out.png: 2 images need {{name}} in the file's name"


@pytest.mark.parametrize("option", ["-o", "--recolor", "--plot"])
@pytest.mark.parametrize("output", ["flag.png", "./flag.png", "sub/../flag.png", "link.png", "{name}.png"])
def test_an_image_is_not_overwritten_with_its_own_palette(refuse, option, output):
    Path("sub").mkdir()
    Path("link.png").symlink_to("flag.png")
    line = refuse("palette", "flag.png", option, output)
    named = output.replace("{name}", "flag")
    assert line == f"kmeans-scratch: {named}: it is one of the images; choose another name to write to"


def test_an_image_is_not_overwritten_by_the_palette_of_another(refuse):
    Path("sub").mkdir()
    iio.imwrite("sub/flag.png", NOISE)
    line = refuse("palette", "sub/flag.png", "flag.png", "-o", "{name}.png")
    assert line == "kmeans-scratch: flag.png: it is one of the images; choose another name to write to"


def test_two_images_of_one_name_do_not_share_an_output(refuse):
    Path("sub").mkdir()
    iio.imwrite("sub/flag.png", NOISE)
    line = refuse("palette", "sub/flag.png", "flag.png", "-o", "{name}.css")
    assert line == "kmeans-scratch: flag.css: it would be written twice; choose another name to write to"


def test_two_options_do_not_share_an_output(refuse):
    line = refuse("palette", "flag.png", "-o", "out.png", "--recolor", "./out.png")
    assert line == "kmeans-scratch: ./out.png: it would be written twice; choose another name to write to"


def test_outputs_that_collide_are_refused_before_any_work(refuse, monkeypatch):
    monkeypatch.setattr(commands, "read_image", None)
    assert "one of the images" in refuse("palette", "noise.png", "flag.png", "--plot", "./{name}.png")
    assert "written twice" in refuse("palette", "noise.png", "noise.png", "-o", "{name}.css")


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("no/out.png", "No such file or directory"),
        ("notes.txt/out.png", "Not a directory"),
        ("folder.png", "Is a directory"),
    ],
)
@pytest.mark.parametrize(
    "command", [["palette", "--recolor"], ["palette", "--plot"], ["palette", "-o"], ["animate", "-o"]]
)
def test_a_place_that_cannot_be_written_to_is_named_before_any_work(refuse, monkeypatch, command, output, reason):
    Path("folder.png").mkdir()
    name, option = command
    if name == "palette":
        monkeypatch.setattr(commands, "read_image", None)
    else:
        monkeypatch.setattr(sys.modules[commands.animate.__module__], "as_stepper", None)
    assert refuse(name, "flag.png", option, output) == f"kmeans-scratch: {output}: cannot write: {reason}"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["palette", "flag.png", "-k", "0"], "argument -k: 0 should be a whole number >= 1"),
        (["palette", "flag.png", "-k", "-3"], "argument -k: -3 should be a whole number >= 1"),
        (["palette", "flag.png", "-k", "x"], "argument -k: x should be a whole number >= 1"),
        (["palette", "flag.png", "-k", "2.5"], "argument -k: 2.5 should be a whole number >= 1"),
        (["palette", "flag.png", "-k", "²"], "argument -k: ² should be a whole number >= 1"),
        (["palette", "flag.png", "-k", ""], "argument -k:  should be a whole number >= 1"),
        (["palette", "flag.png", "-k"], "argument -k: expected one argument"),
        (["palette", "flag.png", "--seed", "-1"], "argument --seed: -1 should be a whole number >= 0"),
        (["palette", "flag.png", "--seed", "x"], "argument --seed: x should be a whole number >= 0"),
        (["palette", "flag.png", "--opaque", "x"], "argument --opaque: "),
        (["palette", "flag.png", "--opaque", "2"], "opaque=2.0 should be a number from 0 to 1"),
        (["palette", "flag.png", "--opaque", "-1"], "opaque=-1.0 should be a number from 0 to 1"),
        (["palette", "flag.png", "--opaque", "nan"], "opaque=nan should be a number from 0 to 1"),
        (["palette", "flag.png", "--colour"], "unrecognized arguments: --colour"),
        (["palette", ""], "kmeans-scratch: '': Is a directory"),
        (["palette", "flag.png", "-o", ""], "kmeans-scratch: '': the name should end in .json"),
        (["palette"], "the following arguments are required: IMAGE"),
        (["--colour"], "unrecognized arguments: --colour"),
        (["pallete", "flag.png"], "invalid choice: 'pallete'"),
        (["flag.png"], "invalid choice: 'flag.png'"),
    ],
)
def test_a_bad_argument_is_one_line(refuse, arguments, complaint):
    line = refuse(*arguments)
    assert line.startswith("kmeans-scratch")
    assert complaint in line


def test_a_bad_argument_says_where_to_read_on(refuse):
    assert refuse("palette", "flag.png", "-k", "0").endswith("(see kmeans-scratch palette --help)")
    assert refuse("nonsense").endswith("(see kmeans-scratch --help)")


def test_line_breaks_in_names_do_not_break_the_line(refuse):
    iio.imwrite("a\nb.png", np.zeros((1, 1, 4), np.uint8))
    assert "a b.txt" in refuse("palette", "flag.png", "-o", "a\nb.txt")
    assert "none of its" in refuse("palette", "a\nb.png")
    refuse("palette", "flag.png", "--no\nsuch")


def test_a_picture_with_no_pixel_opaque_enough_is_named(refuse):
    iio.imwrite("glass.png", np.full((1, 2, 4), 150, np.uint8))
    line = refuse("palette", "glass.png", "--opaque", "0.9")
    assert line == "kmeans-scratch: glass.png: none of its 2 pixels is opaque enough to have a colour"


def test_a_full_disk_is_one_line():
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kmeans_scratch", "palette", "flag.png"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert b"Traceback" not in done.stderr
    assert done.stderr.count(b"\n") == 1
    assert done.returncode == 2


# What the other commands refuse


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--size", "1"], "argument --size: 1 should be a width and a height, such as 640x480"),
        (["--size", "wide"], "argument --size: wide should be a width and a height, such as 640x480"),
        (["--size", "640x"], "argument --size: 640x should be a width and a height, such as 640x480"),
        (["--size", "640x480x2"], "argument --size: 640x480x2 should be a width and a height, such as 640x480"),
        (["--size", "6e2x480"], "argument --size: 6e2x480 should be a width and a height, such as 640x480"),
        (["--size"], "argument --size: expected one argument"),
        (["--size", "640x0"], "size=(640, 0) should be from (480, 360) to (4000, 4000) pixels"),
        (["--size", "319×480"], "size=(319, 480) should be from (480, 360) to (4000, 4000) pixels"),
        (["--size", "640x4001"], "size=(640, 4001) should be from (480, 360) to (4000, 4000) pixels"),
        (["--compare", "random", "best"], "argument --compare: invalid choice: 'best'"),
        (["--compare", "worst", "random"], "argument --compare: invalid choice: 'worst'"),
        (["--compare", "random"], "argument --compare: expected 2 arguments"),
        (["-o", ""], "kmeans-scratch: '': the name should end in .gif"),
        (["--fps", "fast"], "argument --fps: "),
        (["--seconds", "few"], "argument --seconds: "),
        (["-k", "0"], "argument -k: 0 should be a whole number >= 1"),
        (["--seed", "-1"], "argument --seed: -1 should be a whole number >= 0"),
        (["--rocks", "taste"], "argument --rocks: invalid choice: 'taste'"),
        (["--rocks", "color"], "kmeans-scratch: flag.png: give an image or --rocks, not both"),
        (["--using", "missing.py"], "missing.py: No such file or directory"),
        (["noise.png"], "unrecognized arguments: noise.png"),
    ],
)
def test_a_bad_argument_of_animate_is_one_line(refuse, arguments, complaint):
    line = refuse("animate", "flag.png", *arguments)
    assert line.startswith("kmeans-scratch")
    assert complaint in line


@pytest.mark.parametrize("output", ["out.txt", "out", "gif", "out.gif.zip"])
@pytest.mark.parametrize("image", ["flag.png", "missing.png"])
def test_a_film_of_an_unknown_suffix_is_refused_before_any_work(refuse, monkeypatch, image, output):
    monkeypatch.setattr(commands, "read_image", None)
    line = refuse("animate", image, "-o", output)
    assert line == f"kmeans-scratch: {output}: the name should end in .gif, .webp, .mp4, .png or .html"


@pytest.mark.parametrize("output", ["flag.png", "./flag.png", "sub/../flag.png", "link.png"])
def test_an_image_is_not_overwritten_with_its_own_film(refuse, monkeypatch, output):
    Path("sub").mkdir()
    Path("link.png").symlink_to("flag.png")
    monkeypatch.setattr(commands, "read_image", None)
    line = refuse("animate", "flag.png", "-o", output)
    assert line == f"kmeans-scratch: {output}: it is one of the images; choose another name to write to"


def test_a_gif_is_not_overwritten_with_a_film_that_nobody_named(refuse):
    iio.imwrite("moving.gif", NOISE)
    line = refuse("animate", "moving.gif")
    assert line == "kmeans-scratch: moving.gif: it is one of the images; choose another name to write to"


@pytest.mark.parametrize(
    ("image", "reason"), [("missing.png", "No such file or directory"), ("notes.txt", "not an image")]
)
def test_what_cannot_be_filmed_is_named(refuse, image, reason):
    assert refuse("animate", image, "-o", "film.gif").startswith(f"kmeans-scratch: {image}: {reason}")


# From elsewhere


def feed(monkeypatch, data):
    """Put data into a fake stdin, which has its name from the file below it, as the real one."""
    file = BytesIO(data)
    file.name = "<stdin>"
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(file))


def test_a_dash_reads_stdin(run, monkeypatch):
    feed(monkeypatch, png(FLAG))
    code, out, err = run("palette", "-", "-k3", "-o", "{name}.css")
    assert (code, err) == (0, [])
    assert out == ["stdin: 3 colours of 6 pixels", *LINES, "wrote stdin.css"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"", "empty"), (b"no picture", "not an image"), (png(FLAG[1:, 2:]), "opaque")],
    ids=["empty", "text", "transparent"],
)
def test_bad_stdin_is_named(refuse, monkeypatch, data, reason):
    feed(monkeypatch, data)
    line = refuse("palette", "-")
    assert line.startswith("kmeans-scratch: stdin: ")
    assert reason in line


def test_a_pipe_reaches_the_program():
    done = program("palette", "-", "-k", 3, "--json", input=png(FLAG))
    assert (done.returncode, done.stderr) == (0, b"")
    found = json.loads(done.stdout)
    assert found["image"] == "stdin"
    assert found["colors"] == extract_palette(FLAG, 3).as_dict()["colors"]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        found = self.path.startswith("/flag.png")
        self.send_response(200 if found else 404)
        self.end_headers()
        self.wfile.write(png(FLAG) if found else b"")

    def log_message(self, *args):
        pass


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, args=[0.02], daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def test_an_address_is_fetched(run, server):
    code, out, err = run("palette", f"{server}/flag.png", "-k3", "-o", "{name}.css")
    assert (code, err) == (0, [])
    assert out == [f"{server}/flag.png: 3 colours of 6 pixels", *LINES, "wrote flag.css"]


@pytest.mark.parametrize("query", ["?size=2", "?v=1.5", "?from=a/b.jpg", "#top"])
def test_the_name_of_an_address_has_no_query(run, server, query):
    assert run("palette", f"{server}/flag.png{query}", "-o", "{name}.css")[1][-1] == "wrote flag.css"


def test_an_address_without_a_picture_is_named(refuse, server):
    assert (
        refuse("palette", f"{server}/gone.png")
        == f"kmeans-scratch: {server}/gone.png: the server answers 404 Not Found"
    )


# Help, version, leaving


@pytest.mark.parametrize(
    ("arguments", "example"),
    [
        (["--help"], "example: kmeans-scratch palette photo.jpg -k 10"),
        (["-h"], "example: kmeans-scratch palette photo.jpg -k 10"),
        (["palette", "--help"], "example: kmeans-scratch palette photo.jpg -k 10 -o photo.css"),
        (["animate", "--help"], "example: kmeans-scratch animate photo.jpg -k 8 -o photo.gif"),
        (["step", "--help"], "example: kmeans-scratch step photo.jpg -k 5"),
    ],
)
def test_help_starts_with_an_example(run, arguments, example):
    code, out, err = run(*arguments)
    assert (code, err) == (0, [])
    assert out[:2] == [example, ""]
    assert out[2].startswith("usage: kmeans-scratch")


@pytest.mark.parametrize("arguments", [["--help"], ["palette", "--help"]])
def test_the_example_runs(run, arguments):
    iio.imwrite("photo.jpg", NOISE)
    example = run(*arguments)[1][0].split()
    assert example[:2] == ["example:", "kmeans-scratch"]
    code, out, err = run(*example[2:])
    assert (code, err) == (0, [])
    assert out[0].startswith("photo.jpg: 10 colours of ")


def test_help_names_every_option_and_default(run):
    text = "\n".join(run("palette", "-h")[1])
    for option in (
        "-k",
        "--seed",
        "--opaque",
        "--json",
        "-o",
        "--output",
        "--recolor",
        "--plot",
        "{name}",
        "default: 5",
    ):
        assert option in text


def test_version_is_that_of_the_package(run):
    assert run("--version") == (0, [f"kmeans-scratch {version('kmeans-scratch')}"], [])


def test_the_program_is_the_same(folder):
    done = program("palette", "flag.png", "-k", 3, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["flag.png: 3 colours of 6 pixels", *LINES]
    done = program("palette", "missing.png", text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "kmeans-scratch: missing.png: No such file or directory\n"


@pytest.mark.parametrize("arguments", [["noise.png"], ["noise.png"] * 20 + ["-k", "60"], ["noise.png", "--json"]])
def test_a_reader_who_has_seen_enough_is_left_quietly(arguments):
    command = [sys.executable, "-m", "kmeans_scratch", "palette", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()  # as head does, only sooner
        assert process.stderr.read() == b""
        assert process.wait() == 0


@pytest.mark.parametrize(
    "arguments", [[], ["palette", "flag.png", "-o", "out.css"], ["palette", "flag.png", "noise.png"]]
)
def test_ctrl_c_leaves_with_one_line(capsys, monkeypatch, arguments, contents):
    def interrupted(*args, **kwargs):
        raise KeyboardInterrupt

    before = contents()
    monkeypatch.setattr(commands, "extract_palette", interrupted)
    assert cli.main(arguments) == 130
    assert capsys.readouterr() == ("", "kmeans-scratch: stopped by SIGINT\n")
    assert contents() == before


def test_a_library_that_cannot_be_loaded_is_told_in_full(monkeypatch):
    def load(*args, **kwargs):
        raise ImportError("no such library")

    monkeypatch.setattr(commands, "extract_palette", load)
    with pytest.raises(ImportError, match="no such library"):
        cli.main(["palette", "flag.png"])


def test_a_film_can_be_sorted_in_oklab(run):
    for space in ("rgb", "oklab"):
        code, out, err = run(
            "animate", "noise.png", "-k3", "--space", space, "--size", "480x360", "-o", f"{space}.png"
        )
        assert (code, out, err) == (0, [f"wrote {space}.png"], [])
    assert (iio.imread("rgb.png") != iio.imread("oklab.png")).any()


def test_the_command_line_starts_without_matplotlib():
    code = "import sys; from kmeans_scratch.shell.parser import build_parser; assert 'matplotlib' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
