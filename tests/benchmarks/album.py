"""How fast, and in how much memory, the colours of many photographs are counted: here, in processes, on a cluster.

    python tests/benchmarks/album.py             # 32 photographs of 12 megapixels
    python tests/benchmarks/album.py --quick     # 16 photographs of 2 megapixels

The photographs are made from the tulips: enlarged, with other light and with noise, as JPEG files. Each way of
counting runs in a program of its own, so that its peak memory is known. It is the fastest of three turns. Linux only.
"""

import argparse
import json
import pickle
import resource
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import numpy as np
from PIL import Image

from kmeans_scratch import count_album, read_image
from kmeans_scratch.pictures.album import count_batch
from kmeans_scratch.pictures.extract import palette_of_album
from kmeans_scratch.pictures.image import MAX_PIXELS

IMAGES = Path(__file__).parents[2] / "images"
WAYS = ["here", "1 process", "2 processes", "dask, 2 workers"]
BATCH = 8


def make_photographs(folder, number, megapixels):
    """Write photographs of 3 : 2, each a part of the tulips in another light, with the noise of a sensor."""
    tulips = read_image(IMAGES / "tulips.jpg").rgb
    height = round((megapixels * 1e6 / 1.5) ** 0.5)
    for count in range(number):
        rng = np.random.default_rng(count)
        top, left = rng.integers(0, [120, 180])
        part = Image.fromarray(tulips[top : top + 240, left : left + 360])
        pixels = np.asarray(part.resize((round(1.5 * height), height), Image.Resampling.BICUBIC), dtype=np.float32)
        noise = rng.normal(0, 3, pixels.shape).astype(np.float32)
        lit = pixels * np.float32(rng.uniform(0.7, 1.2)) + noise
        Image.fromarray(lit.clip(0, 255).astype(np.uint8)).save(folder / f"{count:03}.jpg", quality=92)


def peak_memory():
    """Return the peak memory of this process, in megabytes. Linux alone keeps it in a file."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(lines["VmHWM"].split()[0]) * 1024 / 1e6


@contextmanager
def workers(way):
    """Yield an executor, and a function that returns the peak memory of its workers."""
    if way == "here":
        yield None, lambda: None
    elif way.startswith("dask"):
        from distributed import Client, LocalCluster

        with (
            LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0", memory_limit=0) as cluster,
            Client(cluster) as client,
        ):
            yield client.get_executor(), lambda: max(client.run(peak_memory).values())
    else:
        with ProcessPoolExecutor(int(way[0]), get_context("spawn")) as executor:
            yield executor, lambda: executor.submit(peak_memory).result()


def count(folder, way):
    """Count an album, and print what it took as JSON. The first two pictures warm up the workers."""
    paths, of_processor = sorted(folder.glob("*.jpg")), process_time()
    with workers(way) as (executor, memory):
        options = {"executor": executor, "batch": BATCH, "in_flight": 3}
        count_album(paths[:2], **options | {"batch": 1})
        begin = perf_counter()
        album = count_album(paths, **options)
        seconds = perf_counter() - begin
        of_workers = memory()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)  # the workers have ended
    of_processor = process_time() - of_processor + children.ru_utime + children.ru_stime
    found = {
        "processor": of_processor,
        "seconds": seconds,
        "parent": peak_memory(),
        "worker": of_workers,
        "colors": len(album.seen.colors),
    }
    found["checksum"] = int(album.seen.counts @ np.arange(len(album.seen.counts)))
    begin = perf_counter()
    palette_of_album(album, 5)
    print(json.dumps(found | {"palette": perf_counter() - begin, "with palette": peak_memory()}))


def decoding(paths):
    """Return the seconds of processor time to read a batch, and to read and count it: free of other programs."""
    begin = process_time()
    for path in paths:
        read_image(path)
    middle = process_time()
    count_batch(paths, 0.5, MAX_PIXELS)
    return middle - begin, process_time() - middle


def sent(paths):
    """Return the bytes that a worker sends for each picture of a batch, by the size of the batch."""
    sizes = [size for size in (1, 2, 4, 8, 16, 32) if size <= len(paths)]
    return {size: len(pickle.dumps(count_batch(paths[:size], 0.5, MAX_PIXELS))) / size for size in sizes}


def main():
    """Read the options."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="16 photographs of 2 megapixels")
    parser.add_argument("--pictures", type=int, default=32)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--megapixels", type=float, default=12)
    parser.add_argument("--count", nargs=2, help=argparse.SUPPRESS)  # what this program calls itself with
    arguments = parser.parse_args()
    if arguments.count:
        count(Path(arguments.count[0]), arguments.count[1])
    else:
        compare(*(16, 2) if arguments.quick else (arguments.pictures, arguments.megapixels), arguments.turns)


def compare(number, megapixels, n_turns):
    """Make the photographs, and print the tables."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        make_photographs(folder, number, megapixels)
        paths = sorted(folder.glob("*.jpg"))
        size = sum(path.stat().st_size for path in paths) / number / 1e6
        print(f"{number} photographs of {megapixels:g} megapixels, {size:.1f} MB each, batches of {BATCH}\n")
        print("| where | pictures / s | megapixels / s | processor time for each | peak memory, parent | a worker |")
        print("|---|---|---|---|---|---|")
        turns = [[run(name, way) for way in WAYS] for _ in range(n_turns)]
        results = {(found["colors"], found["checksum"]) for turn in turns for found in turn}
        assert len(results) == 1, results
        for way, of_way in zip(WAYS, zip(*turns, strict=True), strict=True):
            found = min(of_way, key=lambda found: found["seconds"])
            speed = number / found["seconds"]
            worker = f"{found['worker']:.0f} MB" if found["worker"] else ""
            effort = min(found["processor"] for found in of_way) / number
            print(f"| {way} | {speed:.2f} | {speed * megapixels:.0f} | {effort:.2f} s", end="")
            print(f" | {found['parent']:.0f} MB | {worker} |")
        seconds = [decoding(paths[:BATCH]) for _ in range(n_turns)]
        reading, both = min(pair[0] for pair in seconds), min(pair[1] for pair in seconds)
        print(f"\nA picture takes {both / BATCH:.2f} s of processor time, {reading / both:.0%} of it for reading.\n")
        print("| pictures in a batch | sent for each picture |")
        print("|---|---|")
        for batch, bytes_ in sent(paths).items():
            print(f"| {batch} | {bytes_ / 1e6:.2f} MB |")
        found = min((turn[0] for turn in turns), key=lambda found: found["palette"])
        print(f"\nThe palette of these {found['colors']:,} colours takes {found['palette']:.1f} s, ", end="")
        print(f"and the peak memory is {found['with palette']:.0f} MB.")


def run(folder, way):
    """Count in a program of its own, and return what it printed."""
    command = [sys.executable, __file__, "--count", folder, way]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    main()
