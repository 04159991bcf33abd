"""How fast a photograph is sorted, from pixels to a label for each: this package and others, from the same init.

Samples that are no colours are in floats.py.

    pip install -e '.[test,bench]'
    python tests/benchmarks/speed.py                         # all tables: about half an hour on two cores
    python tests/benchmarks/speed.py --quick                 # two minutes
    python tests/benchmarks/speed.py --only photographs --plot speed.png
    python tests/benchmarks/speed.py --only photographs --photo holiday.jpg

Every peer makes 20 iterations (or fewer, where nothing changes any more). They take turns; the ratio is the median of
the ratios of each turn, because machines slow down and recover. The inertia beside each time says whether the answer
is as good: it is found anew from the labels, in float64, off the clock.
"""

import argparse
import io
import os
import platform
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from time import perf_counter

import imageio.v3 as iio
import numpy as np
from matplotlib.figure import Figure
from peers import installed
from PIL import Image
from sklearn.cluster import KMeans as SklearnKMeans
from sklearn.datasets import load_sample_image

from kmeans_scratch import KMeans, extract_palette, kmeans_plusplus, read_image
from kmeans_scratch.fast.colors import count_colors

N_ITER = 20
SLOW = 40.0  # seconds: what is likely to take longer is left out
COLORS = ["#000000", "#d55e00", "#e69f00", "#cc79a7", "#0072b2", "#009e73", "#56b4e9", "#999999"]


def photograph(megapixels: float, grain: float = 0.6, quality: int | None = 90) -> np.ndarray:
    """Make a large photograph of a small one: (n, 3) uint8.

    Enlarged, it is smooth; so a sensor's grain is added, more where it is light, and a JPEG of it is what is read:
    as with a camera, that leaves a few hundred thousand colours. Without the JPEG and with much grain, millions.
    """
    small = Image.fromarray(load_sample_image("china.jpg"))
    if megapixels < 0.3:
        return np.asarray(small).reshape(-1, 3)
    factor = (megapixels * 1e6 / (small.width * small.height)) ** 0.5
    size = (round(small.width * factor), round(small.height * factor))
    picture = np.asarray(small.resize(size, Image.Resampling.BICUBIC), dtype=np.float32)
    rng = np.random.default_rng(0)
    noise = rng.standard_normal(picture.shape, dtype=np.float32) * (grain + grain * np.sqrt(picture / 255))
    picture = np.clip(np.rint(picture + noise), 0, 255).astype(np.uint8)
    return decode(encode(picture, quality)).reshape(-1, 3) if quality else picture.reshape(-1, 3)


def encode(picture: np.ndarray, quality: int) -> bytes:
    """Write a JPEG into memory."""
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=quality)
    return file.getvalue()


def decode(data: bytes) -> np.ndarray:
    """Read a picture from memory: (h, w, 3) uint8."""
    return iio.imread(data)


def first_centroids(pixels: np.ndarray, k: int) -> np.ndarray:
    """Pick an init for all; a little off whole numbers, each another little, so that nothing ties."""
    seen = count_colors(pixels)
    centroids = kmeans_plusplus(seen.colors * 1.0, k, sample_weight=seen.counts, random_state=0)[0]
    return centroids + np.random.default_rng(0).uniform(0, 0.01, centroids.shape)


def inertia(X: np.ndarray, labels: np.ndarray, centroids: np.ndarray) -> float:
    """Add up the squared distances in float64, a piece at a time."""
    pieces = (slice(start, start + 2**18) for start in range(0, len(X), 2**18))
    return sum(float(((X[part] - centroids[labels[part]].astype(float)) ** 2).sum()) for part in pieces)


def timed(peer, *arguments):
    """Run a peer; return the seconds it took and what it gave."""
    begin = perf_counter()
    result = peer(*arguments)
    return perf_counter() - begin, result


def compare(pixels: np.ndarray, k: int, peers: dict, repeats: int) -> dict[str, tuple[float, float, float]]:
    """Let all peers sort the pixels in turn: by name, the median seconds, the median ratio, and the inertia."""
    init = first_centroids(pixels, k)
    seconds, inertias = {name: [] for name in peers}, {}
    for turn in range(repeats):
        for name, peer in peers.items():
            if turn and sum(seconds[name]) > SLOW:
                continue
            show(f"{len(pixels) / 1e6:.2f} MP, k = {k}, turn {turn + 1} of {repeats}: {name}")
            took, (labels, centroids) = timed(peer, pixels, init, N_ITER)
            seconds[name].append(took)
            if not turn:
                inertias[name] = inertia(pixels, labels, centroids)
    return {
        name: (
            median(took),
            median(other / own for other, own in zip(took, seconds["kmeans_scratch"], strict=False)),
            inertias[name] / inertias["scikit-learn"] - 1,
        )
        for name, took in seconds.items()
    }


def photographs(pictures: dict[str, np.ndarray], ks: list[int], repeats: int) -> dict:
    """Print a table for each picture; return all times, by picture and k."""
    found = {}
    for title, pixels in pictures.items():
        print(f"\n### {title}: {len(pixels) / 1e6:.2f} MP, {len(count_colors(pixels).colors):,} colours\n")
        print("| k | | seconds | times ours | inertia against scikit-learn's |")
        print("|---|---|---|---|---|")
        for k in ks:
            work = len(pixels) * k  # SciPy and Elkan need about this many times 2 µs
            peers = {
                name: peer
                for name, peer in installed().items()
                if not (name in ("SciPy kmeans2", "scikit-learn Elkan", "OpenCV") and work * 4e-7 > SLOW)
            }
            found[title, k] = compare(pixels, k, peers, repeats if work < 1e8 else min(repeats, 3))
            show("")
            for name, (seconds, ratio, extra) in found[title, k].items():
                print(f"| {k} | {name} | {seconds:.3f} | {ratio:.1f} | {extra:+.0e} |", flush=True)
    return found


def plot(found: dict, path: str) -> None:
    """Draw the growth with the number of pixels and with k."""
    figure = Figure(figsize=(12, 5.5), layout="constrained")
    by_size, by_k = figure.subplots(1, 2, sharey=True)
    names = list(installed())
    sizes = sorted({(float(title.split()[0]), title) for title, k in found if k == 16})
    smallest = sizes[0][1]
    for name, color in zip(names, COLORS, strict=False):
        style = {"color": color, "marker": "o", "linewidth": 4 if name == names[0] else 2, "label": name}
        points = [(size, found[title, 16][name][0]) for size, title in sizes if name in found[title, 16]]
        by_size.loglog(*zip(*points, strict=True), **style)
        points = sorted((k, run[name][0]) for (title, k), run in found.items() if title == smallest and name in run)
        by_k.loglog(*zip(*points, strict=True), **style)
    by_size.set_title("k = 16, growing pictures", fontsize=15)
    by_size.set_xlabel("megapixels", fontsize=13)
    by_size.set_ylabel("seconds, 20 iterations", fontsize=13)
    by_k.set_title(f"{smallest.split(',')[0]}, growing k", fontsize=15)
    by_k.set_xlabel("k", fontsize=13)
    by_k.set_xticks(ks := sorted({k for title, k in found if title == smallest}), labels=map(str, ks), minor=False)
    by_size.set_xticks([size for size, _ in sizes], labels=[f"{size:g}" for size, _ in sizes], minor=False)
    for axes in (by_size, by_k):
        axes.grid(alpha=0.3)
        axes.tick_params(labelsize=12)
        axes.minorticks_off()
    figure.legend(*by_size.get_legend_handles_labels(), loc="outside right center", fontsize=12, frameon=False)
    figure.savefig(path, dpi=90)


CHILD = """
import sys, tracemalloc
import numpy as np
from kmeans_scratch import KMeans
pixels, init = np.load(sys.argv[1]), np.load(sys.argv[2])
tracemalloc.start()
KMeans(len(init), init=init, max_iter=20, tol=0, keep_history=False).fit(pixels)
print(tracemalloc.get_traced_memory()[1] // 10**6)
"""


def memory(pictures: dict[str, np.ndarray], k: int = 16) -> None:
    """Print what a fit needs above an interpreter that holds the picture, in a process of its own each."""
    print(f"\n### Memory and the file's decoding, k = {k}\n")
    print("| picture | decode the JPEG, s | fit, s | fit / decode | peak above the picture, MB |")
    print("|---|---|---|---|---|")
    for title, pixels in pictures.items():
        show(f"memory: {title}")
        init = first_centroids(pixels, k)
        picture = pixels.reshape(-1, find_width(len(pixels)), 3)
        with tempfile.TemporaryDirectory() as folder:
            files = [Path(folder, name) for name in ("pixels.npy", "init.npy", "picture.jpg")]
            np.save(files[0], pixels)
            np.save(files[1], init)
            files[2].write_bytes(encode(picture, 90))
            command = [sys.executable, "-c", CHILD, *map(str, files[:2])]
            peak = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
            model = KMeans(k, init=init, max_iter=N_ITER, tol=0, keep_history=False)
            turns = [(timed(decode, files[2].read_bytes())[0], timed(model.fit, pixels)[0]) for _ in range(5)]
        show("")
        reading, fit = (median(column) for column in zip(*turns, strict=True))
        ratio = median(fit / reading for reading, fit in turns)
        print(f"| {title} | {reading:.3f} | {fit:.3f} | {ratio:.1f} | {peak} |", flush=True)


def find_width(n: int) -> int:
    """Find the most even way to lay n pixels out in rows."""
    return next(width for width in range(int(n**0.5), 0, -1) if n % width == 0)


def defaults(repeats: int) -> None:
    """Compare what each gives who sets nothing but the number of colours: from a file to a palette."""
    print("\n### Defaults: from a file (2 MP) to a palette\n")
    print("| colours | | seconds | mean squared error of a pixel |")
    print("|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "photo.jpg")
        pixels = photograph(2, quality=None)
        path.write_bytes(encode(pixels.reshape(-1, find_width(len(pixels)), 3), 95))
        pixels = decode(path.read_bytes()).reshape(-1, 3)
        for k in (5, 16):
            for name, peer in palettes().items():
                show(f"defaults: {name}")
                runs = [timed(peer, path, k) for _ in range(repeats)]
                colors = np.asarray(runs[0][1], dtype=float)
                labels = nearest(pixels, colors)
                error = inertia(pixels, labels, colors) / len(pixels)
                show("")
                print(f"| {k} | {name} | {median(run[0] for run in runs):.2f} | {error:.1f} |", flush=True)


def nearest(pixels: np.ndarray, colors: np.ndarray) -> np.ndarray:
    """Label each pixel with the nearest colour of a palette."""
    seen = count_colors(pixels)
    distances = ((seen.colors[:, None].astype(float) - colors) ** 2).sum(axis=2)
    return seen.expand(distances.argmin(axis=1))


def palettes() -> dict:
    """Every way from a file to a palette that is installed."""

    def sklearn(path, k):
        return SklearnKMeans(k, random_state=0).fit(iio.imread(path).reshape(-1, 3)).cluster_centers_

    def pillow(path, k, **settings):
        colors = Image.open(path).quantize(k, **settings).getpalette()
        return np.reshape(colors[: 3 * k], (-1, 3))

    found = {
        "kmeans_scratch": lambda path, k: extract_palette(path, k).colors,
        "scikit-learn": sklearn,
        "Pillow, median cut": pillow,
        "Pillow, kmeans=20": lambda path, k: pillow(path, k, kmeans=20),
    }
    try:
        from pylette import extract_colors
    except ImportError:
        print("Pylette is not installed", file=sys.stderr)
    else:
        found["Pylette"] = lambda path, k: [color.rgb[:3] for color in extract_colors(str(path), palette_size=k)]
    try:
        from colorthief import ColorThief
    except ImportError:
        print("colorthief is not installed", file=sys.stderr)
    else:
        found["colorthief"] = lambda path, k: ColorThief(str(path)).get_palette(k)
    return found


def show(text: str) -> None:
    """Say on a terminal what is being measured."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def header() -> None:
    """Print the machine and the versions."""
    processor = platform.processor() or platform.machine()
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        processor = next((line.split(": ")[1] for line in lines if line.startswith("model name")), processor)
    print(f"{processor}, {os.cpu_count()} cores; Python {platform.python_version()}", end="")
    for package in ("numpy", "scikit-learn", "scipy", "opencv-python-headless", "faiss-cpu", "pillow", "pylette"):
        try:
            print(f", {package} {version(package)}", end="")
        except PackageNotFoundError:
            print(f", no {package}", end="")
    print()


def main() -> None:
    """Print the tables that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parts = ["photographs", "memory", "defaults"]
    parser.add_argument("--only", choices=parts, nargs="+", default=parts, help="these tables alone")
    parser.add_argument("--sizes", type=float, nargs="+", default=[0.27, 4, 12, 20], help="megapixels")
    parser.add_argument("--k", type=int, nargs="+", default=[5, 16, 64, 256])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--photo", nargs="+", default=[], help="pictures of your own, instead of ours")
    parser.add_argument("--quick", action="store_true", help="small pictures, few turns")
    parser.add_argument("--plot", metavar="PNG", help="draw the growth with the pixels and with k")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.sizes, chosen.k, chosen.repeats = [0.27, 1], [5, 16], 1
    pictures = {f"{size:g} MP": photograph(size) for size in chosen.sizes}
    if max(chosen.sizes) > 10:
        pictures["15 MP, grainy"] = photograph(15, grain=2.5, quality=None)
    if chosen.photo:
        pictures = {Path(path).name: read_image(path).pixels for path in chosen.photo}
    header()
    if "photographs" in chosen.only:
        found = photographs(pictures, chosen.k, chosen.repeats)
        if chosen.plot and not chosen.photo:
            plot({(title, k): run for (title, k), run in found.items() if "grainy" not in title}, chosen.plot)
    if "memory" in chosen.only:
        memory(pictures)
    if "defaults" in chosen.only:
        defaults(min(chosen.repeats, 3))


if __name__ == "__main__":
    main()
