"""Damage small pictures of every format: each must give a palette or one line, and nothing else.

    python tests/fuzz_images.py --seconds 60
    python tests/fuzz_images.py --rounds 50 --seed 7

A process of its own does the work, with at most 1 GB of memory and 20 seconds for a file. The bytes that it reads are
kept in a file. If the process dies, hangs or writes to stderr, the error names that file. Every picture is first cut
short at each tenth of its length. Then, in each round, 1 to 8 of its bytes are changed.
"""

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms

from kmeans_scratch import ImageError, extract_palette
from kmeans_scratch.shell.console import quiet_decoders

MEMORY = 1_000_000_000  # bytes
SECONDS_A_FILE = 20
RNG = np.random.default_rng(0)
NOISE = RNG.integers(0, 256, size=(9, 12, 3), dtype=np.uint8)
COLORS = Image.fromarray(NOISE)


def encoded(picture, kind="PNG", **options):
    """The bytes of a file that Pillow writes of an array or of one of its own images."""
    picture = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    file = BytesIO()
    picture.copy().save(file, kind, **options)  # a copy, since saving leaves traces in an image
    return file.getvalue()


def small_files():
    """A valid file of each format that Pillow both writes and reads, and of each way to write the common ones."""
    grey, ink, bits = COLORS.convert("L"), COLORS.convert("CMYK"), COLORS.convert("1")
    glass = COLORS.convert("RGBA")
    glass.putalpha(grey)
    entries = COLORS.quantize(16)

    def moving():
        return {"save_all": True, "append_images": [COLORS.rotate(90 * n) for n in (1, 2)]}

    exif = Image.Exif()
    exif[0x0112] = 6
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    files = {
        "PNG": encoded(COLORS, "PNG", exif=exif),
        "PNG, palette": encoded(entries, "PNG", transparency=bytes(range(0, 256, 16))),
        "PNG, 16 bits": encoded(NOISE[..., 0] * np.uint16(257), "PNG", transparency=257),
        "PNG, alpha": encoded(glass, "PNG"),
        "PNG, profile": encoded(COLORS, "PNG", icc_profile=profile),
        "TIFF, profile": encoded(COLORS, "TIFF", icc_profile=profile),
        "JPEG, profile": encoded(COLORS, "JPEG", icc_profile=profile),
        "APNG": encoded(COLORS, "PNG", **moving()),
        "JPEG": encoded(COLORS, "JPEG", exif=exif),
        "JPEG, progressive": encoded(COLORS, "JPEG", progressive=True),
        "JPEG, inks": encoded(ink, "JPEG"),
        "MPO": encoded(COLORS, "MPO", **moving()),
        "GIF": encoded(COLORS, "GIF", **moving()),
        "GIF, transparent": encoded(entries, "GIF", transparency=3),
        "WEBP": encoded(COLORS, "WEBP"),
        "WEBP, lossless": encoded(glass, "WEBP", lossless=True, exif=exif),
        "WEBP, animated": encoded(COLORS, "WEBP", **moving()),
        "ICO": encoded(glass.resize((32, 32)), "ICO", sizes=[(16, 16), (32, 32)]),
        "ICO, bitmaps": encoded(glass.resize((32, 32)), "ICO", sizes=[(16, 16), (32, 32)], bitmap_format="bmp"),
        "TIFF, pages": encoded(COLORS, "TIFF", **moving()),
        "TIFF, Lab": encoded(Image.frombytes("LAB", COLORS.size, NOISE.tobytes()), "TIFF"),
        "TIFF, float": encoded(NOISE[..., 0] / np.float32(255), "TIFF"),
        "TIFF, inks": encoded(ink, "TIFF", compression="tiff_lzw"),
        "TIFF, fax": encoded(bits, "TIFF", compression="group4"),
        "PGM, 16 bits": b"P5 4 2 1023\n" + NOISE.tobytes()[:16],
        "PBM": encoded(bits, "PPM"),
        "PFM": encoded(NOISE[..., 0] / np.float32(255), "PPM"),
        "TGA, packed": encoded(COLORS, "TGA", compression="tga_rle"),
        "SGI": encoded(COLORS, "SGI"),
        "BLP": encoded(entries, "BLP"),
        "MSP": encoded(bits, "MSP"),
        "XBM": encoded(bits, "XBM"),
    }  # fmt: skip
    packings = ("tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg", "lzma", "zstd")
    files |= {f"TIFF, {packing}": encoded(COLORS, "TIFF", compression=packing) for packing in packings}
    for kind in ("BMP", "DIB", "DDS", "PCX", "PPM", "QOI", "AVIF", "JPEG2000", "TGA", "TIFF", "ICNS"):
        Image.init()
        if kind in Image.SAVE:  # what a Pillow was built without, or is too old for
            files[kind] = encoded(COLORS, kind)
    with suppress(ImportError):
        from pillow_heif import from_pillow

        file = BytesIO()
        from_pillow(COLORS).save(file, format="HEIF")
        files["HEIC"] = file.getvalue()
    return files


def outcome_of(data):
    """Find the palette of some bytes: "palette" or "line". Anything else is an exception."""
    signal.alarm(SECONDS_A_FILE)
    try:
        with quiet_decoders():
            palette = extract_palette(data, 3)
    except ImageError as error:
        if not str(error).startswith("bytes: ") or len(str(error).splitlines()) > 1:
            raise
        return "line"
    finally:
        signal.alarm(0)
    assert 1 <= len(palette) <= 3
    assert palette.counts.sum() == palette.picture.n_opaque
    return "palette"


def damage(data, rng):
    """Change some bytes: anywhere, or close together in the first hundred, where the headers are."""
    damaged = np.frombuffer(data, dtype=np.uint8).copy()
    end = len(data) if rng.random() < 0.5 else min(len(data), 100)
    where = rng.integers(end, size=rng.integers(1, 9))
    damaged[where] = np.where(rng.random(len(where)) < 0.3, 255, rng.integers(256, size=len(where)))
    return damaged.tobytes(), len(np.unique(where))


def work(rounds, seconds, seed, current):
    """Do it all in this process, and report."""
    import resource

    extract_palette(encoded(COLORS, "TIFF", compression="tiff_lzw"), 3)  # loads all there is to load
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    warnings.simplefilter("always")  # a warning that gets out is seen on stderr
    rng, start, counts, files = np.random.default_rng(seed), time.monotonic(), Counter(), small_files()
    for name, data in files.items():
        assert outcome_of(data) == "palette", name
        for tenth in range(1, 10):
            current.write_bytes(data[: len(data) * tenth // 10])
            counts[f"cut: {outcome_of(current.read_bytes())}"] += 1
    while counts["rounds"] < rounds if seconds is None else time.monotonic() - start < seconds:
        for data in files.values():
            damaged, n_bytes = damage(data, rng)
            current.write_bytes(damaged)
            counts[f"damaged: {outcome_of(damaged)}"] += 1
            counts["bytes changed"] += n_bytes
        counts["rounds"] += 1
    status = Path("/proc/self/status").read_text()
    peak = int(status.split("VmHWM:")[1].split()[0]) // 1024
    print(json.dumps({"formats": len(files), "peak MB": peak, **counts}))


def fuzz(*, rounds=10, seconds=None, seed=0):
    """Do the work in a process of its own. Returns its report, or names the file that it fell over."""
    with tempfile.NamedTemporaryFile(prefix="fuzz-", delete=False) as file:
        current = Path(file.name)
    done = subprocess.run(
        [sys.executable, __file__, "--work", str(current), "--rounds", str(rounds), "--seed", str(seed)]
        + ([] if seconds is None else ["--seconds", str(seconds)]),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or done.stderr:
        raise AssertionError(f"exit {done.returncode} with {current}:\n{done.stderr[-3000:]}")
    current.unlink()
    return json.loads(done.stdout)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10, help="how often each file is damaged")
    parser.add_argument("--seconds", type=float, help="go on for this time instead")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    settings = {"rounds": arguments.rounds, "seconds": arguments.seconds, "seed": arguments.seed}
    if arguments.work:
        work(**settings, current=arguments.work)
    else:
        print(json.dumps(fuzz(**settings), indent=2))
