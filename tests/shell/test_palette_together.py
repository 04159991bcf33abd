"""`palette` of folders, and of many pictures together."""

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import wait
from functools import partial
from pathlib import Path
from time import monotonic, sleep

import imageio.v3 as iio
import numpy as np
import pytest
from PIL import Image

from kmeans_scratch import extract_palette, read_image
from kmeans_scratch.shell import workers
from kmeans_scratch.shell.album import expand_folders

WHITE, NAVY, RED, GOLD = [255, 255, 255], [0, 38, 84], [237, 41, 57], [240, 200, 60]


def write(path, *colors, taken=None):
    path = Path(path)
    path.parent.mkdir(exist_ok=True)
    exif = Image.Exif()
    if taken:
        exif[306] = taken
    Image.fromarray(np.array([colors], dtype=np.uint8)).save(path, exif=exif)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder to work in, with an album of three pictures and a text."""
    monkeypatch.chdir(tmp_path)
    write("album/a.png", WHITE, WHITE, NAVY, RED, taken="2024:03:01 00:00:00")
    write("album/b.png", WHITE, WHITE, NAVY, NAVY, taken="2023:01:01 00:00:00")
    write("album/more/c.png", RED, RED, RED, NAVY)
    Path("album/notes.txt").write_text("no picture\n")
    return tmp_path


TOGETHER = [
    "3 pictures: 3 colours of 12 pixels",
    "  1  #002654    0  38  84   33.3%           4",
    "  2  #ffffff  255 255 255   33.3%           4",
    "  3  #ed2939  237  41  57   33.3%           4",
]


@pytest.fixture
def run(run):
    """Call `kmeans-scratch palette`."""
    return partial(run, "palette")


# Folders


def test_each_picture_of_a_folder_has_its_own_palette(run):
    files = ["album/a.png", "album/b.png", "album/more/c.png"]
    assert run("album", "-k2") == run(*files, "-k2")
    assert run("album", "-k2")[1][0] == "album/a.png: 2 colours of 4 pixels"


def test_an_empty_folder_is_named(refuse, folder):
    Path("empty").mkdir()
    assert refuse("empty") == "kmeans-scratch: empty: no file in this folder has the suffix of a picture"
    assert refuse("album", "empty", "--together").startswith("kmeans-scratch: empty: no file")


def test_a_folder_is_replaced_by_its_pictures_in_place():
    assert expand_folders(["x.png", "album", "-"]) == [
        "x.png", "album/a.png", "album/b.png", "album/more/c.png", "-",
    ]  # fmt: skip


# Together


def test_one_palette_of_all_pictures(run):
    code, out, err = run("album", "--together", "-k3")
    assert (code, err) == (0, [])
    assert (out[0], sorted(line[5:] for line in out[1:])) == (TOGETHER[0], sorted(line[5:] for line in TOGETHER[1:]))


def test_it_is_the_palette_of_all_pixels_in_one_array(run):
    paths = ["album/a.png", "album/b.png", "album/more/c.png"]
    pixels = np.concatenate([read_image(path).pixels for path in paths])
    expected, together = extract_palette(pixels[None], 2), extract_palette(paths, 2)
    assert together.centroids.tolist() == expected.centroids.tolist()
    assert together.counts.tolist() == expected.counts.tolist()
    assert (together.inertia, together.n_iter) == (expected.inertia, expected.n_iter)
    assert run("album", "--together", "-k2")[1][1:] == repr(expected).splitlines()[1:]


def test_a_file_that_is_named_twice_counts_once(run):
    assert run("album", "album/more", "album/a.png", "--together", "-k3") == run("album", "--together", "-k3")


def test_two_jobs_give_the_same(run):
    assert run("album", "--together", "-k3", "--jobs", "2") == run("album", "--together", "-k3")


def test_stdin_may_be_one_of_them(run, monkeypatch):
    data = Path("album/a.png").read_bytes()
    with open("input.bin", "wb") as file:
        file.write(data)
    with open("input.bin") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        assert run("-", "album/b.png", "--together", "-k3")[1][0] == "2 pictures: 3 colours of 8 pixels"


@pytest.mark.parametrize("suffix", [".css", ".svg", ".gpl", ".png"])
def test_output_is_that_of_the_common_palette(run, suffix):
    code, out, _ = run("album", "--together", "-k3", "-o", f"all{suffix}")
    assert (code, out[-1]) == (0, f"wrote all{suffix}")
    palette = extract_palette(["album/a.png", "album/b.png", "album/more/c.png"], 3)
    assert Path(f"all{suffix}").read_bytes() == palette.encode(suffix)


def test_plot_draws_the_common_palette_without_a_picture(run):
    assert run("album", "--together", "-k3", "--plot", "plot.png")[1][-1] == "wrote plot.png"
    height, width = iio.imread("plot.png").shape[:2]
    assert width == height == 750


# Each


def test_each_picture_has_a_row_and_the_least_alike_is_named(run):
    code, out, err = run("album", "--together", "--each", "-k3")
    assert (code, err) == (0, [])
    columns = [line.split()[1] for line in out[1:4]]
    rows = {line.split()[0]: dict(zip(columns, line.split()[1:], strict=True)) for line in out[6:9]}
    assert rows == {
        "album/a.png": {"#ffffff": "50.0%", "#002654": "25.0%", "#ed2939": "25.0%"},
        "album/b.png": {"#ffffff": "50.0%", "#002654": "50.0%", "#ed2939": "0.0%"},
        "album/more/c.png": {"#ffffff": "0.0%", "#002654": "25.0%", "#ed2939": "75.0%"},
    }
    # c against the mean of a and b: (50 + 12.5 + 62.5) / 2
    assert out[9:] == ["least like the rest: album/more/c.png (62% of its pixels would need another colour)"]


def test_the_order_may_be_that_of_the_dates(run):
    rows = run("album", "--together", "--each", "-k3", "--order", "date")[1][6:9]
    by_date = [line.split()[0] for line in rows]
    assert by_date == ["album/b.png", "album/a.png", "album/more/c.png"]


def test_the_bars_are_drawn_and_json_has_everything(run):
    code, out, err = run("album", "--together", "--each", "-k2", "-o", "album.png", "--json")
    assert (code, err) == (0, ["wrote album.png"])
    assert iio.imread("album.png").shape[1] == 1000
    document = json.loads("\n".join(out))
    assert (document["image"], document["broken"]) == ("3 pictures", [])
    assert [picture["date"] for picture in document["pictures"]] == [
        "2024:03:01 00:00:00", "2023:01:01 00:00:00", None,
    ]  # fmt: skip
    run("album", "--together", "--each", "-k2", "-o", "all.json")
    assert json.loads(Path("all.json").read_text()) == document


def test_the_space_and_ignored_colors_hold_for_each_picture_too(run):
    options = ["--together", "--each", "-k2", "--space", "oklab", "--ignore", "#fff", "--json"]
    document = json.loads("\n".join(run("album", *options)[1]))
    expected = extract_palette(
        ["album/a.png", "album/b.png", "album/more/c.png"], 2, space="oklab", ignore=["#fff"]
    ).as_dict()
    assert {name: document[name] for name in expected} == expected
    assert [sorted(picture["proportions"]) for picture in document["pictures"]] == [[0.5, 0.5], [0, 1], [0.25, 0.75]]


def test_a_picture_of_ignored_colors_alone_is_listed(run):
    write("album/snow.png", WHITE)
    code, _, err = run("album", "--together", "--each", "-k2", "--ignore", "#fff")
    assert (code, err) == (2, ["kmeans-scratch: album/snow.png: no pixel has a colour that is not ignored"])


# Counts


def test_counts_are_kept_and_used_again(run):
    first = run("album", "--together", "-k3", "--counts", "counts.npz")
    before = Path("counts.npz").read_bytes()
    write("album/d.png", GOLD)
    assert run("album", "--together", "-k4", "--counts", "counts.npz")[1][0] == "4 pictures: 4 colours of 13 pixels"
    assert first == run("album/a.png", "album/b.png", "album/more", "--together", "-k3")
    with np.load("counts.npz") as file:
        assert len(file["stamps"]) == 4
    assert before != Path("counts.npz").read_bytes()


def test_a_changed_picture_is_refused(refuse, run):
    run("album", "--together", "--counts", "counts.npz")
    write("album/a.png", GOLD)
    line = refuse("album", "--together", "--counts", "counts.npz")
    assert line.startswith("kmeans-scratch: counts.npz: 1 picture changed since it was written, such as ")
    assert line.endswith("a.png; delete it to count all pictures again, or name another file")


# What is refused: exit code 2, one line


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--each"], "--each is for one palette of all pictures: add --together"),
        (["--order", "date"], "--order is for one palette of all pictures: add --together"),
        (["--counts", "x.npz"], "--counts is for one palette of all pictures: add --together"),
        (["--jobs", "2"], "--jobs is for one palette of all pictures: add --together"),
        (["--cluster", "tcp://x:1"], "--cluster is for one palette of all pictures: add --together"),
        (["--together", "--order", "name"], "--order name is the order of the pictures of --each: add --each"),
        (["--together", "--recolor", "x.png"], "--recolor is for pictures with palettes of their own"),
        (["--together", "--mask", "x.png"], "--mask is for pictures with palettes of their own"),
        (["--together", "--ignore", "blue"], "'blue' should be a colour such as "),
        (
            ["--together", "--ignore", "#fff", "--ignore", "#002654", "--ignore", "#ed2939"],
            "3 pictures: all",
        ),
        (["--together", "--plot", "x.css"], "x.css: the name should end in .png"),
        (["--together", "--plot", "x.png", "-o", "x.png"], "x.png: it would be written twice"),
        (["--together", "-o", "x.txt"], "x.txt: the name should end in .json, .css, "),
        (
            ["--together", "-o", "album/a.png"],
            "album/a.png: it is one of the images; choose another name to write to",
        ),
        (["--together", "-o", "none/a.png"], "none/a.png: cannot write: No such file or directory"),
        (["--together", "--counts", "none/a.npz"], "none/a.npz: cannot write: No such file or directory"),
        (["--together", "--counts", "album/a.png"], "album/a.png: it is one of the images"),
        (["--together", "--counts", "album/notes.txt"], "album/notes.txt: not a file of counts from count_album"),
        (["--together", "--opaque", "7"], "opaque=7.0 should be a number from 0 to 1"),
    ],
)
def test_options_that_do_not_fit_are_one_line(refuse, arguments, line):
    assert refuse("album", *arguments).startswith(f"kmeans-scratch: {line}")


def test_jobs_or_a_cluster_but_not_both(refuse):
    assert "not allowed with argument" in refuse("album", "--together", "--jobs", "2", "--cluster", "tcp://x:1")
    assert "0 should be a whole number >= 1" in refuse("album", "--together", "--jobs", "0")


def test_no_readable_picture_is_one_line(refuse):
    Path("bad").mkdir()
    Path("bad/a.jpg").write_bytes(b"\xff\xd8")
    Path("bad/b.jpg").touch()
    line = refuse("bad", "--together", "-o", "x.png")
    assert line.startswith("kmeans-scratch: none of 2 pictures can be read; the first: bad/a.jpg: ")


def test_one_broken_picture_costs_nobody(run):
    Path("album/broken.jpg").write_bytes(b"\xff\xd8")
    code, out, err = run("album", "--together", "--each", "-k3", "-o", "album.png")
    assert (code, len(err), out[0]) == (2, 1, "3 pictures: 3 colours of 12 pixels")
    assert err[0].startswith("kmeans-scratch: album/broken.jpg: ")
    assert out[4].startswith("note: 1 picture could not be read; the first: album/broken.jpg: ")
    assert Path("album.png").exists()


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense", "tcp://no-such-host.invalid:8786", ""])
def test_a_dead_cluster_is_one_line_and_soon(refuse, monkeypatch, address):
    pytest.importorskip("distributed")
    monkeypatch.setattr(workers, "SECONDS_TO_CONNECT", 1)
    begin = monotonic()
    line = refuse("album", "--together", "-o", "x.css", "--cluster", address)
    assert line.startswith(f"kmeans-scratch: --cluster {address}: no dask scheduler answers there")
    assert monotonic() - begin < 10


def test_without_dask_the_extra_is_named(refuse, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    line = refuse("album", "--together", "--cluster", "tcp://127.0.0.1:9")
    assert line == "kmeans-scratch: --cluster needs the extra: pip install 'kmeans-scratch[cluster]'"


@pytest.fixture
def cluster():
    """A dask cluster of one worker; its address."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=":0", memory_limit=0) as found:
        yield found


def test_a_cluster_gives_the_same(run, cluster, folder):
    options = [str(folder / "album"), "--together", "--each", "-k3"]
    assert run(*options, "--cluster", cluster.scheduler_address) == run(*options)


def test_a_cluster_without_workers_is_one_line(refuse, cluster):
    cluster.scale(0)
    begin = monotonic()
    while cluster.scheduler_info["workers"] and monotonic() - begin < 30:
        sleep(0.05)
    line = refuse("album", "--together", "--cluster", cluster.scheduler_address)
    assert line == f"kmeans-scratch: --cluster {cluster.scheduler_address}: this scheduler has no workers"


def test_a_cluster_that_ends_in_the_middle_is_one_line(run, cluster, monkeypatch):
    def end(*arguments):
        cluster.close()

    monkeypatch.setattr("kmeans_scratch.pictures.album.count_batch", sleep_long)
    monkeypatch.setattr("kmeans_scratch.pictures.batches.wait", lambda *a, **o: end() or wait(*a, **o))
    code, out, err = run("album", "--together", "--cluster", cluster.scheduler_address, "-o", "x.css")
    assert (code, out, len(err)) == (2, [], 1)
    assert err[0].startswith("kmeans-scratch: a worker failed during the work on 2 pictures, from album/a.png to ")
    assert not Path("x.css").exists()


def sleep_long(*arguments):
    sleep(60)


def die(sources, opaque, max_pixels):
    os._exit(1)


def test_a_worker_that_dies_is_one_line(run, monkeypatch):
    monkeypatch.setattr("kmeans_scratch.pictures.album.count_batch", die)
    code, out, err = run("album", "--together", "--jobs", "2", "-o", "x.css", "--counts", "counts.npz")
    assert (code, out, len(err)) == (2, [], 1)
    assert err[0].startswith("kmeans-scratch: a worker failed during the work on 3 pictures, from album/a.png to ")
    assert err[0].endswith("; what was counted is in counts.npz")
    assert sorted(os.listdir()) == ["album", "counts.npz"]


# The program itself


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("to", ["all", "parent"])
def test_ctrl_c_leaves_nothing_broken_and_the_counts(to):
    rng = np.random.default_rng(0)
    for number in range(40):
        iio.imwrite(f"album/{number:02}.png", rng.choice([0, 255], (400, 600, 3)).astype(np.uint8))
    command = [sys.executable, "-m", "kmeans_scratch", "palette", "album", "--together", "--jobs", "2"]
    process = subprocess.Popen(
        [*command, "--counts", "counts.npz", "-o", "x.css"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    begin = monotonic()
    while not Path("counts.npz").exists() and monotonic() - begin < 60:
        sleep(0.01)
    if to == "all":
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    else:
        process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=60)
    name = "SIGINT" if to == "all" else "SIGTERM"
    assert (process.returncode, out, err) == (128 + signal.Signals[name], "", f"kmeans-scratch: stopped by {name}\n")
    assert sorted(os.listdir()) == ["album", "counts.npz"]
    done = subprocess.run([*command, "--counts", "counts.npz", "-k1"], capture_output=True, text=True, check=True)
    fresh = subprocess.run([*command[:-2], "-k1"], capture_output=True, text=True, check=True)
    assert done.stdout == fresh.stdout
