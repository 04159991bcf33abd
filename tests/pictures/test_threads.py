"""Many threads at once: each gets what it would get alone, and nothing that all of them share is changed."""

import json
import logging
import os
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from fuzz_images import encoded
from PIL import GifImagePlugin, Image, ImageFile

from kmeans_scratch import ImageError, Stepper, animate, extract_palette, read_image

pytestmark = pytest.mark.slow

NOISE = np.random.default_rng(0).integers(0, 256, (24, 32, 3), dtype=np.uint8)
GLASS = np.dstack([NOISE, NOISE[..., :1]])
FILES = {
    "PNG": encoded(GLASS),
    "JPEG": encoded(NOISE, "JPEG"),
    "CMYK": encoded(Image.fromarray(NOISE).convert("CMYK"), "JPEG"),
    "GIF": encoded(NOISE, "GIF", save_all=True, append_images=[Image.fromarray(NOISE[::-1])]),
    "TIFF": encoded(NOISE, "TIFF", compression="tiff_lzw"),
    "WEBP": encoded(NOISE, "WEBP"),
    "ICO": encoded(Image.fromarray(NOISE).resize((32, 32)), "ICO", sizes=[(32, 32)]),
    "BMP": encoded(NOISE, "BMP"),
}


def shared_state():
    """What a library must leave alone: it belongs to the program, or to another library."""
    return {
        "stderr": os.fstat(2)[:3],
        "warning filters": list(warnings.filters),
        "showwarning": warnings.showwarning,
        "handlers": [logging.getLogger(name).handlers[:] for name in (None, "PIL")],
        "logging": logging.root.manager.disable,
        "MAX_IMAGE_PIXELS": Image.MAX_IMAGE_PIXELS,
        "LOAD_TRUNCATED_IMAGES": ImageFile.LOAD_TRUNCATED_IMAGES,
        "LOADING_STRATEGY": GifImagePlugin.LOADING_STRATEGY,
        "NumPy": np.geterr(),
        "random": np.random.get_state()[1].tolist(),
    }


def in_threads(job, n_jobs, n_threads=16):
    with ThreadPoolExecutor(n_threads) as pool:
        return list(pool.map(job, range(n_jobs)))


@pytest.fixture(autouse=True)
def nothing_shared_is_changed():
    before = shared_state()
    yield
    assert shared_state() == before


@pytest.mark.parametrize("kind", FILES)
def test_one_read_changes_nothing_shared_either(kind):
    read_image(FILES[kind])


def test_many_threads_read_the_same_as_one():
    alone = {kind: read_image(data) for kind, data in FILES.items()}

    def job(number):
        kind = list(FILES)[number % len(FILES)]
        picture = read_image(FILES[kind])
        return (picture.rgb == alone[kind].rgb).all() and (picture.opaque == alone[kind].opaque).all()

    assert all(in_threads(job, 400))


COLD = """
import sys, threading
from pathlib import Path
from kmeans_scratch import extract_palette
start, wrong = threading.Barrier(24), []
def read(path):
    start.wait()
    try:
        extract_palette(path, 2).encode(".png")
    except Exception as error:
        wrong.append(f"{path.name}: {error!r}")
paths = sorted(Path(sys.argv[1]).iterdir()) * 3
threads = [threading.Thread(target=read, args=[path]) for path in paths]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(wrong, len(threads))
"""


def test_many_threads_can_be_the_first_to_read(tmp_path):
    """Pillow loads its formats when they are first needed, and not all at once."""
    for kind, data in FILES.items():
        (tmp_path / kind).write_bytes(data)
    command = [sys.executable, "-W", "error", "-c", COLD, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.stdout, done.stderr) == ("[] 24\n", "")


def test_max_pixels_of_one_thread_is_not_that_of_another():
    small, large = (encoded(np.zeros((side, side, 3), np.uint8)) for side in (3, 100))
    jobs = [(small, 9, True), (small, 8, False), (large, 64_000_000, True), (large, 9999, False)]

    def job(number):
        data, max_pixels, is_allowed = jobs[number % len(jobs)]
        try:
            return is_allowed is (read_image(data, max_pixels=max_pixels).n_pixels <= max_pixels)
        except ImageError as error:
            return not is_allowed and str(error).endswith(f"more than max_pixels={max_pixels}")

    assert all(in_threads(job, 800))


def test_broken_files_in_many_threads_are_one_line_each():
    broken = [data[: len(data) // 2] for data in FILES.values()]

    def job(number):
        try:
            read_image(broken[number % len(broken)])
        except ImageError as error:
            return str(error)
        return "read"

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the program's own filter: Pillow warns of some of these files
        alone = [job(number) for number in range(len(broken))]
        assert in_threads(job, 200) == alone * (200 // len(broken))


@pytest.mark.parametrize("suffix", [".json", ".css", ".gpl", ".png"])
def test_palettes_that_many_threads_save_do_not_mix(tmp_path, suffix):
    def save(number):
        palette = extract_palette(np.full((4, 4, 3), number, dtype=np.uint8), 1)
        palette.save(tmp_path / f"{number}{suffix}")
        return palette.encode(suffix)

    contents = in_threads(save, 200)
    assert [(tmp_path / f"{number}{suffix}").read_bytes() for number in range(200)] == contents
    assert len(list(tmp_path.iterdir())) == 200


def test_a_file_that_many_threads_write_is_always_one_of_theirs(tmp_path):
    path = tmp_path / "p.json"

    def save(number):
        extract_palette(np.full((4, 4, 3), number, dtype=np.uint8), 1).save(path)
        found = json.loads(path.read_text())
        return found["k"] == 1 and found["colors"][0]["rgb"][0] in range(200)

    assert all(in_threads(save, 200))
    assert list(tmp_path.iterdir()) == [path]


def test_many_threads_that_read_sort_save_and_film_get_what_one_gets(tmp_path):
    """The first 16 jobs are done by one thread. All 200 repeat them, except that films, which take long, are two."""
    film_of = {"fps": 1, "size": (480, 360), "seconds_per_iteration": 0, "n_clusters": 2}

    def palette(number):
        extract_palette(list(FILES.values())[number % 8], 3).save(tmp_path / f"{number}.json")
        return (tmp_path / f"{number}.json").read_text()

    def step(number):
        return repr(Stepper(NOISE[:20, :20], 3, random_state=number % 8).run())

    def film(number):
        animate(NOISE[:9, :9], tmp_path / f"{number}.gif", **film_of)
        return (tmp_path / f"{number}.gif").read_bytes()

    def job(number):
        if number in (15, 31):
            return film(number)
        return palette(number) if number % 16 < 8 else step(number)

    alone = [job(number) for number in range(16)] + [step(15)]
    expected = [alone[number % 16] for number in range(200)]
    expected[47::16] = alone[-1:] * len(expected[47::16])
    assert in_threads(job, 200, n_threads=40) == expected
