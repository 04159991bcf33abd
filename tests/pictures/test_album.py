"""Many pictures, one count: here, in processes, on a cluster; stopped and resumed."""

import os
import subprocess
import sys
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import sleep

import imageio.v3 as iio
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kmeans_scratch import ImageError, OutputError, read_image
from kmeans_scratch.fast.colors import count_colors
from kmeans_scratch.pictures import album as module
from kmeans_scratch.pictures.album import count_album, count_batch
from kmeans_scratch.pictures.batches import WorkerError, results_of_batches
from kmeans_scratch.pictures.tally import CountsError

NAVY, WHITE, RED = [0, 38, 84], [255, 255, 255], [237, 41, 57]
FLAG = np.array([[NAVY, WHITE, RED, WHITE]], dtype=np.uint8)
SNOW = np.array([[WHITE, WHITE]], dtype=np.uint8)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_pictures(number, seed=0, shape=(6, 8, 3), folder="."):
    """Write pictures of few colours, so that many colours occur in several of them."""
    rng = np.random.default_rng(seed)
    Path(folder).mkdir(exist_ok=True)
    paths = [f"{folder}/{n:03}.png" for n in range(number)]
    for path in paths:
        iio.imwrite(path, rng.choice([0, 1, 2, 255], size=shape).astype(np.uint8))
    return paths


def all_at_once(sources):
    """Count all pixels of all pictures in one array."""
    return count_colors(np.concatenate([read_image(source).pixels for source in sources]))


def assert_same(seen, expected):
    assert seen.colors.tolist() == expected.colors.tolist()
    assert seen.counts.tolist() == expected.counts.tolist()
    assert seen.counts.dtype == np.int64


# By hand


def test_the_counts_of_a_color_are_added():
    album = count_album([FLAG, SNOW])
    assert album.seen.colors.tolist() == [NAVY, RED, WHITE]
    assert album.seen.counts.tolist() == [1, 1, 4]
    assert (album.counted, album.broken) == ([0, 1], [])


def test_a_picture_given_twice_counts_twice():
    assert count_album([FLAG, FLAG]).seen.counts.tolist() == [2, 2, 4]


def test_transparent_pixels_are_left_out():
    glass = np.array([[[*RED, 255], [*WHITE, 100]]], dtype=np.uint8)
    assert count_album([glass]).seen.colors.tolist() == [RED]
    assert count_album([glass], opaque=0.3).seen.colors.tolist() == [RED, WHITE]


def test_counts_beyond_32_bits_are_exact(monkeypatch):
    many = module.BatchCounts(np.array([5], np.uint32), np.array([2**32 - 1], np.uint32), {0: (0, 0)}, {})
    monkeypatch.setattr(module, "count_batch", lambda *_: many)
    assert count_album([SNOW] * 3, batch=1).seen.counts.tolist() == [3 * (2**32 - 1)]


# Laws

pictures = st.lists(
    st.lists(st.sampled_from([NAVY, WHITE, RED, [0, 0, 0], [1, 2, 3]]), min_size=1, max_size=6).map(
        lambda pixels: np.array([pixels], dtype=np.uint8)
    ),
    min_size=1,
    max_size=7,
)


class Shuffled(Executor):
    """An executor whose tasks end in any order: those that wait are run when the caller has submitted enough."""

    def __init__(self, rng, in_flight):
        self.rng, self.in_flight, self.waiting, self.most = rng, in_flight, [], 0

    def submit(self, fn, *args):
        future = Future()
        self.waiting.append((future, fn, args))
        self.most = max(self.most, len(self.waiting))
        if len(self.waiting) == self.in_flight:
            self.rng.shuffle(self.waiting)
            while self.waiting:
                future_, fn_, args_ = self.waiting.pop()
                future_.set_result(fn_(*args_))
        return future


@settings(max_examples=30)
@given(pictures, st.integers(1, 4), st.randoms(use_true_random=False))
def test_any_order_and_any_batches_give_the_counts_of_all_pixels_in_one_array(sources, batch, random):
    expected = all_at_once(sources)
    random.shuffle(sources)
    assert_same(count_album(sources, batch=batch).seen, expected)
    with ThreadPoolExecutor(2) as executor:
        assert_same(count_album(sources, batch=batch, executor=executor, in_flight=2).seen, expected)


@settings(max_examples=20)
@given(st.integers(1, 12), st.integers(1, 3), st.randoms(use_true_random=False))
def test_batches_may_end_in_any_order(n_batches, in_flight, random):
    batches = [[number] for number in range(n_batches * in_flight)]
    executor = Shuffled(random, in_flight)
    results = dict(results_of_batches(sum, batches, executor=executor, in_flight=in_flight))
    assert results == {number: number for number in range(len(batches))}
    assert executor.most == in_flight


def test_never_more_tasks_are_submitted_than_may_be_in_flight():
    waiting, most = [], []

    class Slow(Executor):
        def submit(self, fn, *args):
            future = Future()
            waiting.append(future)
            most.append(len(waiting))
            if len(waiting) == 3:
                waiting.pop(0).set_result(fn(*args))
            return future

    results = results_of_batches(sum, [[1]] * 10, executor=Slow(), in_flight=3)
    for _ in range(8):
        next(results)
    assert max(most) == 3


def test_a_batch_of_the_same_colors_is_no_larger_for_large_pictures():
    small, large = count_batch([FLAG], 0.5, 100), count_batch([np.tile(FLAG, (500, 500, 1))], 0.5, 10**7)
    assert small.codes.tolist() == large.codes.tolist()
    assert large.counts.dtype == np.uint32
    assert len(large.counts) == 3


# One bad picture of many


def test_a_broken_picture_is_listed_and_costs_nobody():
    paths = write_pictures(5)
    Path(paths[2]).write_bytes(Path(paths[2]).read_bytes()[:50])
    album = count_album([*paths, "missing.png"], batch=2)
    assert_same(album.seen, all_at_once([*paths[:2], *paths[3:]]))
    assert album.counted == [0, 1, 3, 4]
    assert [line.split(": ")[0] for line in album.broken] == [paths[2], "missing.png"]


def test_no_readable_picture_is_one_line():
    with pytest.raises(ImageError, match=r"^none of 2 pictures can be read; the first: a.png: No such file"):
        count_album(["a.png", "b.png"])
    with pytest.raises(ImageError, match=r"^an album of 0 pictures has no colours$"):
        count_album([])


@pytest.mark.parametrize("name", ["batch", "in_flight"])
@pytest.mark.parametrize("value", [0, -1, 2.0, True, "3"])
def test_batch_and_in_flight_are_whole_numbers(name, value):
    with pytest.raises(ValueError, match=rf"^{name}={value!r} should be a whole number >= 1$"):
        count_album([FLAG], **{name: value})


def test_opaque_is_checked_once_for_all():
    with pytest.raises(ValueError, match=r"^opaque=7 should be a number from 0 to 1$"):
        count_album([FLAG], opaque=7)


# Workers


def die(sources, opaque, max_pixels):
    """End the process if a picture has this name, as a decoder that crashes would."""
    if "005.png" in str(sources):
        os._exit(1)
    return count_batch(sources, opaque, max_pixels)


def processes(number):
    return ProcessPoolExecutor(number, mp_context=get_context("spawn"))


def test_processes_count_as_this_process_does():
    paths = write_pictures(9)
    with processes(2) as executor:
        album = count_album([*paths, "missing.png"], executor=executor, batch=2, in_flight=3)
    assert_same(album.seen, all_at_once(paths))
    assert album.broken == ["missing.png: No such file or directory"]


def test_a_worker_that_dies_is_one_line_and_the_counts_are_kept(monkeypatch, folder):
    paths, count_batch = write_pictures(8), module.count_batch
    monkeypatch.setattr(module, "count_batch", die)
    with processes(1) as executor, pytest.raises(WorkerError) as error:
        count_album(paths, executor=executor, batch=2, in_flight=1, counts="album.npz")
    assert str(error.value).startswith(
        "a worker failed during the work on 2 pictures, from ./004.png to ./005.png: BrokenProcessPool: "
    )
    assert "\n" not in str(error.value)
    assert sorted(os.listdir()) == sorted(["album.npz", *(path.removeprefix("./") for path in paths)])
    monkeypatch.setattr(module, "count_batch", count_batch)
    with np.load("album.npz") as file:
        assert len(file["stamps"]) == 4
    assert_same(count_album(paths, counts="album.npz").seen, all_at_once(paths))


# Resuming


def stop_after(number):
    """Return a `progress` that stops, as Ctrl-C does, after so many pictures."""

    def stop(done, total):
        for count, picture in enumerate(done, start=1):
            yield picture
            if count == number:
                raise KeyboardInterrupt

    return stop


@pytest.mark.parametrize("stops", [[1], [3, 1], [2, 2, 2]])
def test_a_count_that_was_stopped_goes_on_and_gives_the_same_file(stops):
    paths = write_pictures(9)
    expected = count_album(paths, counts="whole.npz")
    for number in stops:
        with pytest.raises(KeyboardInterrupt):
            count_album(paths, counts="album.npz", batch=1, progress=stop_after(number))
    album = count_album(paths, counts="album.npz", batch=1)
    assert_same(album.seen, expected.seen)
    assert album.counted == expected.counted
    assert Path("album.npz").read_bytes() == Path("whole.npz").read_bytes()


COUNT = """
import glob
from kmeans_scratch import count_album
count_album(sorted(glob.glob("pictures/*.png")), counts="album.npz", save_every=0, batch=3)
"""


@pytest.mark.slow
def test_killed_ten_times_at_random_moments_it_gives_the_same_bytes():
    paths = write_pictures(200, shape=(150, 200, 3), folder="pictures")
    expected = count_album(paths, counts="whole.npz").seen
    rng, begun = np.random.default_rng(), []
    for _ in range(10):
        process = subprocess.Popen([sys.executable, "-c", COUNT])
        sleep(rng.uniform(0.3, 1.2))
        process.kill()
        process.wait()
        if Path("album.npz").exists():
            with np.load("album.npz") as file:
                begun.append(len(file["stamps"]))
    assert begun == sorted(begun)  # nothing that was saved is lost
    subprocess.run([sys.executable, "-c", COUNT], check=True)
    assert Path("album.npz").read_bytes() == Path("whole.npz").read_bytes()
    assert_same(count_album(paths, counts="album.npz").seen, expected)


def test_pictures_that_are_counted_are_not_read_again(monkeypatch):
    paths = write_pictures(4)
    count_album(paths[:3], counts="album.npz")
    read = []

    def spy(sources, *settings):
        read.extend(sources)
        return count_batch(sources, *settings)

    monkeypatch.setattr(module, "count_batch", spy)
    assert_same(count_album(paths, counts="album.npz").seen, all_at_once(paths))
    assert read == [paths[3]]


def test_an_interrupt_in_the_middle_of_adding_does_not_save_half_a_batch(monkeypatch):
    paths = write_pictures(4)
    count_album(paths[:2], counts="album.npz")
    before = Path("album.npz").read_bytes()

    def interrupted(tally, codes, counts, stamps):
        tally.whole = False
        tally.table[codes] += 1
        raise KeyboardInterrupt

    worked = count_batch(paths[2:], 0.5, 10**6)
    monkeypatch.setattr(module, "count_batch", lambda *_: worked)
    monkeypatch.setattr(module.Tally, "add", interrupted)
    monkeypatch.setattr(module, "load_tally", lambda *_: loaded)
    loaded = module.Tally(4)
    monkeypatch.setattr(module, "save_tally", lambda path, tally, *_: saves.append(tally.whole))
    saves = []
    with pytest.raises(KeyboardInterrupt):
        count_album(paths, counts="album.npz")
    assert saves == [True]  # before the work
    assert Path("album.npz").read_bytes() == before


@pytest.mark.parametrize(
    ("save_every", "seconds_to_save", "expected"),
    [(10, 0, [0, 2, 3, 4, 5]), (30, 0, [0, 0, 3, 3, 5]), (1000, 0, [0, 0, 0, 0, 0]), (10, 5, [0, 2, 2, 2, 5])],
)
def test_the_file_is_written_every_so_often_but_not_most_of_the_time(
    monkeypatch, save_every, seconds_to_save, expected
):
    now, save, sizes = [0], module.save_tally, []

    def save_slowly(*arguments):
        save(*arguments)
        now[0] += seconds_to_save

    def look(done, total):
        for picture in done:
            now[0] += 20  # seconds for each picture
            with np.load("album.npz") as file:
                sizes.append(len(file["stamps"]))
            yield picture

    monkeypatch.setattr(module, "monotonic", lambda: now[0])
    monkeypatch.setattr(module, "save_tally", save_slowly)
    count_album(write_pictures(5), counts="album.npz", save_every=save_every, batch=1, progress=look)
    assert sizes == expected


def test_the_paths_of_the_file_do_not_depend_on_the_working_folder(folder):
    paths = write_pictures(3, folder="pictures")
    count_album(paths, counts="album.npz")
    before = Path("album.npz").read_bytes()
    os.chdir("pictures")
    count_album(["000.png", Path("001.png"), f"file://{folder}/pictures/002.png"], counts=folder / "album.npz")
    assert (folder / "album.npz").read_bytes() == before


@pytest.mark.parametrize("change", ["size", "time"])
def test_a_changed_picture_is_refused_and_the_file_stays(change):
    paths = write_pictures(3)
    count_album(paths, counts="album.npz")
    before = Path("album.npz").read_bytes()
    if change == "size":
        iio.imwrite(paths[1], SNOW)
    else:
        os.utime(paths[1], ns=(0, 0))
    with pytest.raises(CountsError) as error:
        count_album(paths, counts="album.npz")
    assert str(error.value) == (
        f"album.npz: 1 picture changed since it was written, such as {os.path.abspath(paths[1])}; "
        "delete it to count all pictures again, or name another file"
    )
    assert Path("album.npz").read_bytes() == before


def test_a_picture_that_is_no_longer_named_is_refused():
    paths = write_pictures(3)
    count_album(paths, counts="album.npz")
    with pytest.raises(CountsError, match=r"^album.npz: has 2 pictures not among these, such as .*000.png; delete"):
        count_album(paths[2:], counts="album.npz")


def test_a_picture_that_is_changed_while_it_is_read_is_found_out(monkeypatch):
    paths = write_pictures(2)

    def read_slowly(source, **settings):
        picture = read_image(source, **settings)
        os.utime(source, ns=(0, 0))
        return picture

    monkeypatch.setattr(module, "read_image", read_slowly)
    count_album(paths, counts="album.npz")
    with pytest.raises(CountsError, match="2 pictures changed since"):
        count_album(paths, counts="album.npz")


def test_another_opacity_is_refused():
    paths = write_pictures(1)
    count_album(paths, counts="album.npz", opaque=0.25)
    with pytest.raises(CountsError, match=r"^album.npz: was counted with opaque=0.25, not with opaque=0.5$"):
        count_album(paths, counts="album.npz")


@pytest.mark.parametrize("data", [b"", b"text", b"PK\3\4", b"\x93NUMPY\x01\x00v\x00"])
def test_another_file_is_refused_and_stays(data):
    Path("album.npz").write_bytes(data)
    with pytest.raises(CountsError, match=r"^album.npz: not a file of counts from count_album$"):
        count_album(write_pictures(1), counts="album.npz")
    assert Path("album.npz").read_bytes() == data


def test_a_damaged_file_is_refused():
    paths = write_pictures(1)
    count_album(paths, counts="album.npz")
    data = bytearray(Path("album.npz").read_bytes())
    data[200] ^= 1
    Path("album.npz").write_bytes(data)
    with pytest.raises(CountsError, match="not a file of counts"):
        count_album(paths, counts="album.npz")


def test_only_files_can_be_resumed():
    paths = write_pictures(1)
    with pytest.raises(ValueError, match=r"^array: only files can be resumed, because they have a size and a time$"):
        count_album([*paths, FLAG], counts="album.npz")
    with pytest.raises(ValueError, match=r"000.png: given twice, but it can be counted only once$"):
        count_album([*paths, paths[0]], counts="album.npz")


def test_a_place_that_cannot_be_written_is_named_before_the_work(monkeypatch):
    monkeypatch.setattr(module, "count_batch", None)
    with pytest.raises(OutputError, match=r"^missing/album.npz: cannot write: No such file or directory$"):
        count_album(write_pictures(1), counts="missing/album.npz")
