"""Every kind of file gives a palette or one line, also if it is broken.

The table below is that of images/FORMATS.md; after a change, run this file as a program to print it anew.
Exact pixels are checked in test_image.py, whole runs of damaged files in fuzz_images.py.
"""

import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from fuzz_images import encoded, fuzz, small_files
from PIL import Image, ImageCms, __version__
from test_image import hand_written_png, with_orientation
from test_profiles import P3, grey_profile, ink_profile

from kmeans_scratch import ImageError, extract_palette, read_image
from kmeans_scratch.pictures.image import MAX_PIXELS
from kmeans_scratch.shell.cli import main

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parents[2] / "images" / "FORMATS.md"

# 4 rows of 4 pixels: two red, one of sand, one navy. Blocks of 16 for formats that blur.
RED, SAND, NAVY = (200, 30, 40), (230, 210, 160), (10, 20, 80)
FLAG = np.repeat(np.array([RED, RED, SAND, NAVY], dtype=np.uint8)[:, None], 4, axis=1)
LARGE = FLAG.repeat(16, axis=0).repeat(16, axis=1)
SAME = {"#c81e28": 8, "#e6d2a0": 4, "#0a1450": 4}
NO_NAVY = {"#c81e28": 8, "#e6d2a0": 4}
GLASS = np.dstack([FLAG, np.where(FLAG[..., 2] == 80, 0, 255).astype(np.uint8)])  # navy is transparent
ODD_TIFF = "a TIFF file that is broken, or of a kind that Pillow does not read: unknown pixel mode"
Image.init()
PILLOW = int(__version__.split(".")[0])


def tiff(samples, photometric, *extra_tags):
    """A TIFF of samples (h, w, n) that Pillow cannot write."""
    height, width, n_samples = samples.shape
    bits = samples.itemsize * 8
    kind = {"u": 1, "i": 2, "f": 3}[samples.dtype.kind]
    tags = {256: width, 257: height, 259: 1, 262: photometric, 273: 0, 277: n_samples, 278: height}
    tags |= {258: bits, 279: samples.nbytes, 339: kind, **dict(extra_tags)}
    shorts = struct.pack(f"<{n_samples}H", *[bits] * n_samples), struct.pack(f"<{n_samples}H", *[kind] * n_samples)
    start = 8 + 2 + 12 * len(tags) + 4
    places = {258: start, 339: start + len(shorts[0])}
    tags[273] = start + len(shorts[0]) + len(shorts[1])
    entries = b""
    for tag, value in sorted(tags.items()):
        several = tag in places and n_samples > 2  # too long for the entry itself
        count, form = (n_samples, 3) if tag in places else (1, 4)
        value = struct.pack("<I", places[tag]) if several else struct.pack("<I", value)
        if tag in places and n_samples == 2:
            value = struct.pack("<2H", *[bits if tag == 258 else kind] * 2)
        entries += struct.pack("<HHI", tag, form, count) + value
    directory = struct.pack("<H", len(tags)) + entries + bytes(4)
    return b"II*\0" + struct.pack("<I", 8) + directory + b"".join(shorts) + samples.tobytes()


def twelve_bits(*values):
    """A TIFF of one row of grey, two values in three bytes."""
    packed = b"".join((a << 12 | b).to_bytes(3, "big") for a, b in zip(values[::2], values[1::2], strict=True))
    tags = {256: len(values), 257: 1, 258: 12, 259: 1, 262: 1, 273: 122, 277: 1, 278: 1, 279: len(packed)}
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + bytes(4) + packed


def interlaced_png(pixels):
    """Adam7: seven passes, each with more of the pixels."""
    passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
    parts = [pixels[top::down, left::right] for top, left, down, right in passes]
    rows = [b"\0" + row.tobytes() for part in parts if part.size for row in part]
    plain = hand_written_png(np.zeros((0, 4, 3), np.uint8), 8, 2, size=(4, 4))
    header = struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 1)

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    return plain[:8] + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"".join(rows))) + chunk(b"IEND", b"")


def entries(**options):
    """Three colours in a palette."""
    image = Image.fromarray(np.array([[0] * 4, [0] * 4, [1] * 4, [2] * 4], dtype=np.uint8)).convert("P")
    image.putpalette([*RED, *SAND, *NAVY])
    return encoded(image, **options)


def moving(kind, **options):
    others = [Image.new("RGB", (4, 4), color) for color in ("white", "black")]
    return encoded(FLAG, kind, save_all=True, append_images=others, **options)


def turned(orientation):
    return encoded(np.vstack([FLAG, FLAG]), exif=with_orientation(orientation))


def jpeg_without_marker():
    data = encoded(Image.new("CMYK", (64, 64), (0, 102, 204, 51)), "JPEG", quality=95)
    start = data.index(b"\xff\xee\x00\x0eAdobe")
    return data[:start] + data[start + 16 :]


def icns():
    """An icon that Pillow calls RGBA until it is decoded."""
    return encoded(Image.new("RGB", (64, 64), RED), "ICNS")


def heic(pixels):
    """A photograph as phones write it, or how it begins."""
    if not find_spec("pillow_heif"):
        return b"\0\0\0\x1cftypheic\0\0\0\0mif1heic"
    from pillow_heif import from_pillow

    file = BytesIO()
    from_pillow(Image.fromarray(pixels)).save(file, format="HEIF", quality=95, chroma=444)
    return file.getvalue()


def avif():
    if "AVIF" not in Image.SAVE:
        return b"\0\0\0\x1cftypavif\0\0\0\0mif1avif"
    return encoded(LARGE, "AVIF", quality=95, subsampling="4:4:4")


def icon():
    large = Image.fromarray(LARGE)
    small = Image.new("RGB", (16, 16), "white")
    return encoded(large, "ICO", sizes=[(16, 16), (64, 64)], append_images=[small])


def solid(color, mode="RGB", size=(4, 4)):
    return encoded(Image.new(mode, size, color))


def packed_grey(depth, bytes_):
    return hand_written_png(np.array([bytes_], dtype=np.uint8), depth, 0, size=(4, 1))


STEPS = {"#000000": 1, "#555555": 1, "#aaaaaa": 1, "#ffffff": 1}
DEEP = np.array([[0, 128, 129, 65535]], dtype=np.uint16)
DEEP_AS_8 = {"#000000": 2, "#010101": 1, "#ffffff": 1}
SHARES = np.array([[0, 0.25, 0.5, 1]], dtype=np.float32)
SHARES_AS_8 = {"#000000": 1, "#404040": 1, "#808080": 1, "#ffffff": 1}
INKS = (0, 102, 204, 51)
HALF = np.dstack([FLAG // 2, np.full((4, 4), 128, np.uint8)])  # premultiplied by an alpha of a half

# The file, its palette (colours and pixels, or the line), the largest error of a colour, and the words of the page.
KINDS = {
    "PNG, 1 bit": (packed_grey(1, [0b01110000]), {"#000000": 1, "#ffffff": 3}, 0, "black is 0, white is 255"),
    "PNG, 2 bits": (packed_grey(2, [0b00011011]), STEPS, 0, "0, 85, 170, 255"),
    "PNG, 4 bits": (packed_grey(4, [0x05, 0xAF]), STEPS, 0, "each step is 17"),
    "PNG, 8 bits": (encoded(FLAG), SAME, 0, "unchanged"),
    "PNG or TIFF, 16-bit grey": (encoded(DEEP), DEEP_AS_8, 0, "divided by 257 and rounded"),
    "TIFF, 12-bit grey": (twelve_bits(0, 2048, 4095, 4095), {"#000000": 1, "#808080": 1, "#ffffff": 2}, 0,
                          "scaled: 4095 becomes 255"),
    "TIFF, 8-bit grey, 0 is white": (
        tiff(np.array([[[255], [155], [0]]], dtype=np.uint8), 0),
        {"#000000": 1, "#646464": 1, "#ffffff": 1}, 0, "inverted",
    ),
    "TIFF, 16-bit grey, 0 is white": (tiff(65535 - DEEP[..., None], 0), DEEP_AS_8, 0, "inverted"),
    "TIFF, float, 0 is white": (tiff(1 - SHARES[..., None], 0), SHARES_AS_8, 0, "inverted"),
    "PNG, 16-bit colour": (
        hand_written_png((FLAG * np.uint16(257)).astype(">u2"), 16, 2), SAME, 0,
        "the high byte, which is at most 1 off; a transparent colour is compared by its high bytes",
    ),
    "PGM, 10 bits": (b"P5 3 1 1023\n" + struct.pack(">3H", 0, 512, 1023), {"#000000": 1, "#808080": 1, "#ffffff": 1},
                     0, "scaled: the largest value that the file names becomes 255"),
    "TIFF, 32-bit integers up to 65535": (encoded(DEEP.astype(np.int32), "TIFF"), DEEP_AS_8, 0, "read as 16 bits"),
    "TIFF, 32-bit integers beyond": (
        encoded(DEEP.astype(np.int32) * 2, "TIFF"), "values from 0 to 131070 should be from 0 to 255", 0, "one line",
    ),
    "TIFF, 32-bit float from 0 to 1": (encoded(SHARES, "TIFF"), SHARES_AS_8, 0, "times 255, rounded"),
    "PFM, float from 0 to 1": (encoded(SHARES, "PPM"), SHARES_AS_8, 0, "times 255, rounded"),
    "TIFF, float beyond 1 (HDR)": (
        encoded(SHARES * 7, "TIFF"), "values from 0.0 to 7.0 should be from 0 to 1", 0,
        "one line: nothing says how bright white is; scale it yourself, and pass the array",
    ),
    "TIFF, 64-bit float": (tiff(SHARES[..., None].astype(float), 1), ODD_TIFF, 0,
                           "one line: Pillow does not read it"),
    "TIFF, 16-bit float": (tiff(SHARES[..., None].astype(np.float16), 1), ODD_TIFF, 0,
                           "one line: Pillow does not read it"),
    "TIFF, float colour": (tiff(FLAG / np.float32(255), 2), ODD_TIFF, 0, "one line: Pillow does not read it"),
    "Radiance .hdr": (b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\n\x80\x80\x80\x80",
                      "a picture in the format Radiance HDR", 0,
                      "one line: Pillow does not read it"),
    "OpenEXR": (b"v/1\x01\x02\0\0\0channels\0", "a picture in the format OpenEXR", 0,
                "one line: Pillow does not read it"),
    "grey": (encoded(FLAG[..., 0]), {"#c8c8c8": 8, "#e6e6e6": 4, "#0a0a0a": 4}, 0, "three equal channels"),
    "grey + alpha": (encoded(GLASS[..., [0, 3]]), {"#c8c8c8": 8, "#e6e6e6": 4}, 0, "transparent pixels left out"),
    "TIFF, grey + alpha of 16 bits": (tiff(GLASS[..., [0, 3]] * np.uint16(257), 1, (338, 2)), ODD_TIFF, 0,
                                      "one line: Pillow does not read it"),
    "palette": (entries(), SAME, 0, "each number becomes its colour"),
    "palette with alpha": (entries(transparency=b"\xff\x80\x7f"), NO_NAVY, 0,
                           "pixels less opaque than the threshold (0.5) left out"),
    "GIF with a transparent entry": (entries(kind="GIF", transparency=2), NO_NAVY, 0, "transparent pixels left out"),
    "RGB with a transparent colour": (encoded(FLAG, transparency=NAVY), NO_NAVY, 0, "transparent pixels left out"),
    "RGBA": (encoded(GLASS), NO_NAVY, 0, "transparent pixels left out, whatever their colour"),
    "RGBA, 16 bits": (hand_written_png((GLASS * np.uint16(257)).astype(">u2"), 16, 6), NO_NAVY, 0,
                      "transparent pixels left out"),
    "CMYK TIFF": (encoded(Image.new("CMYK", (4, 4), INKS), "TIFF"), {"#cc7a29": 16}, 0,
                  "(255 − ink) × (255 − black) / 255, if there is no colour profile"),
    "CMYK TIFF with alpha": (tiff(np.dstack([FLAG, FLAG[..., :2]]), 5, (338, 2)), ODD_TIFF, 0,
                             "one line: Pillow does not read it"),
    "CMYK JPEG of Adobe, inverted": (
        encoded(Image.new("CMYK", (64, 64), INKS), "JPEG", quality=95), {"#cc7a29": 4096}, 3, "inverted",
    ),
    "CMYK JPEG without Adobe's marker": (jpeg_without_marker(), {"#cc7a29": 4096}, 3, "inverted too"),
    "YCbCr JPEG": (encoded(LARGE, "JPEG", quality=95), {k: n * 256 for k, n in SAME.items()}, 4, "RGB"),
    "YCbCr TIFF": (
        encoded(Image.fromarray(LARGE).convert("YCbCr"), "TIFF", compression="jpeg", quality=95),
        {k: n * 256 for k, n in SAME.items()}, 4, "RGB",
    ),
    "YCbCr TIFF, uncompressed": (
        encoded(Image.fromarray(FLAG).convert("YCbCr"), "TIFF"), SAME if PILLOW >= 13 else "broken or cut short", 3,
        "RGB; before Pillow 13, one line",
    ),
    "Lab TIFF": (tiff(np.array([[[138, 81, 70]]], dtype=np.uint8), 8), {"#ff0000": 1}, 6, "sRGB"),
    "Lab TIFF as ICC has it": (tiff(FLAG, 9), ODD_TIFF, 0, "one line: Pillow does not read it"),
    "RGBA TIFF, premultiplied": (tiff(HALF, 2, (338, 1)), SAME, 2, "divided by alpha"),
    "grey + alpha TIFF, premultiplied": (
        tiff(HALF[..., [0, 3]], 1, (338, 1)),
        {"#c8c8c8": 8, "#e6e6e6": 4, "#0a0a0a": 4} if PILLOW >= 13 else ODD_TIFF, 2,
        "divided by alpha; before Pillow 13, one line",
    ),
    "interlaced PNG": (interlaced_png(FLAG), SAME, 0, "the same"),
    "progressive JPEG": (
        encoded(LARGE, "JPEG", quality=95, progressive=True), {k: n * 256 for k, n in SAME.items()}, 4, "the same",
    ),
    "EXIF orientation 1 to 8": (turned(6), {k: 2 * n for k, n in SAME.items()}, 0, "turned upright"),
    "a colour profile of a photograph": (
        encoded(Image.new("RGB", (4, 4), (234, 51, 35)), icc_profile=P3), {"#ff0000": 16}, 3,
        "Display P3, Adobe RGB, ProPhoto and others become sRGB",
    ),
    "a colour profile of greys": (
        encoded(Image.new("L", (4, 4), 64), icc_profile=grey_profile(1.0)), {"#898989": 16}, 1, "becomes sRGB",
    ),
    "a colour profile of inks": (
        encoded(Image.new("CMYK", (4, 4), (255, 0, 0, 0)), "TIFF", icc_profile=ink_profile((128, 128, 128))),
        {"#777777": 16}, 2, "becomes sRGB",
    ),
    "the colour profile of sRGB": (
        encoded(FLAG, icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()), SAME, 0,
        "unchanged",
    ),
    "a broken colour profile": (encoded(FLAG, icc_profile=b"any profile"), SAME, 0,
                                "the numbers count as sRGB, and a note says so"),
    "gamma (PNG)": (hand_written_png(FLAG, 8, 2, (b"gAMA", struct.pack(">I", 100000))), SAME, 0, "ignored"),
    "animated GIF": (moving("GIF"), SAME, 0, "its first frame"),
    "APNG": (moving("PNG"), SAME, 0, "its first frame"),
    "animated WebP": (moving("WEBP", lossless=True), SAME, 0, "its first frame"),
    "animation, the first frame empty": (
        encoded(np.zeros((4, 4, 4), np.uint8), save_all=True, append_images=[Image.fromarray(FLAG).convert("RGBA")]),
        SAME, 0, "its first frame with colours",
    ),
    "TIFF of several pages": (moving("TIFF"), SAME, 0, "its first page"),
    "raw photograph (DNG, NEF, ARW, CR2)": (tiff(FLAG, 2, (254, 1), (330, 8)), SAME, 0,
                                            "the preview in it, and a note says so"),
    "HEIC (photographs of phones)": (heic(LARGE), {k: n * 256 for k, n in SAME.items()} if find_spec("pillow_heif")
                                     else "a HEIC photograph, which needs the extra 'heif'", 8,
                                     "RGB, with the extra `heif`; without it, one line that names it"),
    "AVIF": (avif(), {k: n * 256 for k, n in SAME.items()} if "AVIF" in Image.SAVE else "an AVIF picture", 8,
             "RGB; before Pillow 11.3, one line"),
    "ICNS": (icns(), {"#c81e28": 1024**2}, 0, "its largest picture"),
    "ICO of several sizes": (icon(), {k: n * 256 for k, n in SAME.items()}, 0, "its largest picture"),
    "PDF": (b"%PDF-1.7", "a PDF document", 0, "one line that names it; so do the others that Pillow does not read"),
    "EPS, PostScript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n{} loop\n", "a PostScript program", 0,
                        "one line: it is a program, which is not run"),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "an SVG drawing, which has no pixels", 0,
            "one line: it has no pixels"),
    "1 × 1": (solid(RED, size=(1, 1)), {"#c81e28": 1}, 0,
              "one colour, and a note that there are fewer colours than asked for"),
    "1 × 10000": (solid(RED, size=(1, 10000)), {"#c81e28": 10000}, 0, "the same"),
    "10000 × 1": (solid(RED, size=(10000, 1)), {"#c81e28": 10000}, 0, "the same"),
    "one colour": (solid(NAVY), {"#0a1450": 16}, 0, "the same"),
    "all white": (solid("white"), {"#ffffff": 16}, 0, "white"),
    "all black": (solid("black"), {"#000000": 16}, 0, "black"),
    "fully transparent": (
        solid((9, 9, 9, 0), "RGBA"), "none of its 16 pixels is opaque enough to have a colour", 0, "one line",
    ),
}  # fmt: skip


def table():
    """The rows of the page."""
    return "".join(f"| {kind} | {says} |\n" for kind, (_, _, _, says) in KINDS.items())


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_gives_the_right_palette_or_one_line(kind, capfd):
    data, expected, tolerance, _ = KINDS[kind]
    if isinstance(expected, str):
        with pytest.raises(ImageError) as caught:
            extract_palette(data)
        assert str(caught.value).startswith(f"bytes: {expected}")
    else:
        palette = extract_palette(data, 3 if tolerance else 8)
        counts = sorted(expected.values(), reverse=True)
        wanted = [hex_ for hex_, _ in sorted(expected.items(), key=lambda item: -item[1])]
        if tolerance == 0:
            assert dict(zip(palette.hex, palette.counts, strict=True)) == expected
        else:  # what blurs may have a few more colours, near the right ones
            found = palette.colors.astype(int)[:, None] - [list(bytes.fromhex(hex_[1:])) for hex_ in wanted]
            nearest = np.abs(found).max(axis=2).argmin(axis=1)
            assert np.abs(found).max(axis=2).min(axis=1).max() <= tolerance
            assert [palette.counts[nearest == i].sum() for i in range(len(wanted))] == counts
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("orientation", range(1, 9))
def test_each_orientation_has_the_palette_and_its_own_sides(orientation):
    palette = extract_palette(turned(orientation))
    assert dict(zip(palette.hex, palette.counts, strict=True)) == {k: 2 * n for k, n in SAME.items()}
    sides = (palette.picture.width, palette.picture.height)
    assert sides == ((8, 4) if orientation > 4 else (4, 8))


@pytest.mark.parametrize(
    ("kind", "note"),
    [
        ("a broken colour profile", "its colour profile cannot be applied: the numbers are read as sRGB"),
        ("raw photograph (DNG, NEF, ARW, CR2)", "a raw photograph: the colours are those of the preview in it"),
        ("PNG, 8 bits", ""),
    ],
)
def test_a_warning_about_a_file_is_a_note(kind, note):
    assert extract_palette(KINDS[kind][0], 2).note == note


def test_the_page_has_this_table():
    assert table() in PAGE.read_text(encoding="utf-8")


def test_the_page_names_the_limits():
    page = PAGE.read_text(encoding="utf-8")
    assert f"{MAX_PIXELS:,}" in page
    assert "--max-pixels" in page


# Broken files, through the program


def program(*arguments, **options):
    command = [sys.executable, "-m", "kmeans_scratch", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, **options)


def line_of(*arguments, **options):
    done = program(*arguments, **options)
    assert (done.returncode, done.stdout) == (2, ""), done
    assert done.stderr.startswith("kmeans-scratch: ")
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr.removeprefix("kmeans-scratch: ").removesuffix("\n")


def test_devices_folders_and_empty_files_are_one_line(tmp_path):
    (tmp_path / "empty.png").touch()
    assert line_of("palette", tmp_path / "empty.png") == f"{tmp_path / 'empty.png'}: empty, not one byte"
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("no picture")
    expected = f"{tmp_path / 'notes'}: no file in this folder has the suffix of a picture"
    assert line_of("palette", tmp_path / "notes") == expected
    assert line_of("palette", "/dev/null") == "/dev/null: empty, not one byte"


def test_a_device_without_end_is_refused_in_time():
    start = time.monotonic()
    assert line_of("palette", "/dev/zero") == "/dev/zero: more than 400,000,000 bytes"
    assert time.monotonic() - start < 20


def test_a_pipe_without_end_is_refused():
    with open("/dev/zero", "rb") as endless:
        assert line_of("palette", "-", stdin=endless) == "stdin: more than 400,000,000 bytes"


def test_a_pipe_that_gives_little_at_a_time_is_read_to_its_end(tmp_path):
    read_end, write_end = os.pipe()

    def drip():
        with os.fdopen(write_end, "wb", buffering=0) as file:
            for byte in encoded(FLAG):
                file.write(bytes([byte]))

    threading.Thread(target=drip).start()
    with os.fdopen(read_end, "rb", buffering=0) as file:
        assert read_image(file).n_pixels == 16


def test_a_file_that_may_not_be_read_is_one_line():
    """Root may read every file. So the process becomes another user, after it has loaded all modules."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        good, secret = Path(folder, "good.png"), Path(folder, "secret.png")
        for path in (good, secret):
            path.write_bytes(encoded(FLAG))
        secret.chmod(0)
        code = "import os, sys; from kmeans_scratch.shell.cli import main; main(['palette', sys.argv[1]]);"
        code += "os.geteuid() or os.seteuid(65534); sys.exit(main(['palette', sys.argv[2]]))"
        done = subprocess.run([sys.executable, "-c", code, good, secret], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, f"kmeans-scratch: {secret}: Permission denied\n")


@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "WEBP"])
def test_a_wrong_suffix_does_not_matter(tmp_path, kind):
    (tmp_path / "photo.png").write_bytes(encoded(LARGE, kind))
    done = program("palette", tmp_path / "photo.png", "-k3")
    assert (done.returncode, done.stderr) == (0, "")


def test_decoders_write_nothing_to_stderr(tmp_path):
    """libtiff writes to stderr itself, Pillow writes to its log, and NumPy and Pillow warn."""
    data = bytearray(encoded(np.tile(FLAG, (9, 9, 1)), "TIFF", compression="tiff_adobe_deflate"))
    data[20] ^= 0xFF
    (tmp_path / "loud.tif").write_bytes(data)
    assert "broken or cut short" in line_of("palette", tmp_path / "loud.tif")
    too_many = tiff(np.zeros((1, 1, 100), np.uint8), 1)  # Pillow logs it as an error
    (tmp_path / "log.tif").write_bytes(too_many)
    line_of("palette", tmp_path / "log.tif")
    nan = encoded(np.array([[np.nan, 1]], np.float32), "TIFF")
    (tmp_path / "nan.tif").write_bytes(nan)
    assert line_of("palette", tmp_path / "nan.tif").startswith(f"{tmp_path / 'nan.tif'}: values from nan")


def test_stderr_is_there_again_afterwards(tmp_path, capfd):
    (tmp_path / "flag.tif").write_bytes(encoded(FLAG, "TIFF", compression="tiff_lzw"))
    assert main(["palette", str(tmp_path / "flag.tif")]) == 0
    os.write(2, b"still here\n")
    assert capfd.readouterr().err == "still here\n"


# Claims


HUGE = 60_000


def with_bytes(data, at, form, *values):
    changed = bytearray(data)
    struct.pack_into(form, changed, at, *values)
    return bytes(changed)


def claims():
    """Pictures whose headers claim 60,000 × 60,000 pixels, if their format allows it."""
    jpeg = encoded(LARGE, "JPEG")
    png = hand_written_png(FLAG, 8, 2, size=(HUGE, HUGE))
    return {
        "PNG": png,
        "JPEG": with_bytes(jpeg, jpeg.index(b"\xff\xc0") + 5, ">HH", HUGE, HUGE),
        "GIF": with_bytes(encoded(FLAG, "GIF"), 6, "<HH", HUGE, HUGE),
        "GIF, frame": with_bytes(gif := encoded(FLAG, "GIF"), gif.index(b",\0\0\0\0") + 5, "<HH", HUGE, HUGE),
        "BMP": with_bytes(encoded(FLAG, "BMP"), 18, "<ii", HUGE, HUGE),
        "TGA": with_bytes(encoded(FLAG, "TGA"), 12, "<HH", HUGE, HUGE),
        "PPM": f"P6 {HUGE} {HUGE} 255\n".encode() + bytes(100),
        "QOI": with_bytes(encoded(FLAG, "QOI"), 4, ">II", HUGE, HUGE),
        "SGI": with_bytes(encoded(FLAG, "SGI"), 6, ">HH", HUGE, HUGE),
        "DDS": with_bytes(encoded(FLAG, "DDS"), 12, "<II", HUGE, HUGE),
        "PSD": b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 3, HUGE, HUGE, 8, 3) + bytes(30),
        "TIFF": tiff(FLAG, 2, (256, HUGE), (257, HUGE)),
        "WEBP": with_bytes(encoded(FLAG, "WEBP", lossless=True), 21, "<I", 2**28 - 1),  # 14 bits for each side
        "ICO": b"\0\0\1\0\1\0" + struct.pack("<BBBBHHII", 16, 16, 0, 0, 1, 32, len(png), 22) + png,
    }


LOOK = """
import resource, sys
from pathlib import Path
from kmeans_scratch import read_image
from kmeans_scratch.shell.console import quiet_decoders
if sys.argv[1] == "limited":
    resource.setrlimit(resource.RLIMIT_AS, (1_000_000_000, 1_000_000_000))
for path in sorted(Path().iterdir()):
    try:
        with quiet_decoders():
            picture = read_image(path)
        print(path, picture)
    except ValueError as error:
        print(error)
print(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
"""


def look(folder, limited):
    command = [sys.executable, "-c", LOOK, "limited" if limited else ""]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    *lines, peak = done.stdout.splitlines()
    return lines, int(peak) / 1024


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux for the memory used")
def test_a_header_that_claims_too_much_is_refused_before_it_takes_memory(tmp_path):
    files = claims()
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    lines, peak = look(tmp_path, limited=False)
    assert len(lines) == len(files)
    for name, line in zip(sorted(files), lines, strict=True):
        assert line.startswith(f"{name}: it claims "), line
        assert line.endswith(f" pixels, more than max_pixels={MAX_PIXELS}")
    assert peak < 200  # MB, with Python, NumPy and Pillow
    lines, _ = look(tmp_path, limited=True)
    assert len(lines) == len(files)
    assert sum("it claims 3600000000 pixels" in line for line in lines) >= len(files) - 2


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux for the memory used")
def test_an_oversized_inner_picture_takes_no_memory(tmp_path):
    """Tiles of 60,000 × 60,000 in a TIFF of 4 × 4, and strips said to be 4 GB long."""
    tiles = {322: HUGE, 323: HUGE - 8, 324: 8, 325: 48, 259: 5}
    (tmp_path / "tiles.tif").write_bytes(tiff(FLAG, 2, *tiles.items()))
    (tmp_path / "strips.tif").write_bytes(tiff(FLAG, 2, (279, 2**32 - 1), (259, 5)))
    for limited in (False, True):
        lines, peak = look(tmp_path, limited)
        assert len(lines) == 2
        assert all(line.startswith(("tiles.tif", "strips.tif")) for line in lines)
        assert peak < 300


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "ICO", "ICNS", "WEBP"])
def test_pillows_own_limit_does_not_hold_on_the_command_line(tmp_path, monkeypatch, kind):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 7)
    path = tmp_path / "picture"
    path.write_bytes(icns() if kind == "ICNS" else icon() if kind == "ICO" else encoded(FLAG, kind))
    assert main(["palette", str(path), "-k2"]) == 0
    assert Image.MAX_IMAGE_PIXELS == 7


@pytest.mark.parametrize("kind", ["TIFF", "ICO"])
def test_in_the_library_pillows_own_limit_is_named(monkeypatch, kind):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 7)
    with pytest.raises(ImageError, match=r"it claims \d+ pixels, more than PIL.Image.MAX_IMAGE_PIXELS allows"):
        read_image(icon() if kind == "ICO" else encoded(FLAG, "TIFF"))


@pytest.mark.parametrize("kind", ["ICO", "ICNS", "WEBP"])
def test_sizes_in_icons_and_webp_are_checked_before_pillow_opens_them(monkeypatch, kind):
    """80 million pixels, which Pillow's own limit lets pass."""
    png = hand_written_png(FLAG, 8, 2, size=(16_000, 5000))
    if kind == "ICO":
        data = b"\0\0\1\0\1\0" + struct.pack("<BBBBHHII", 16, 16, 0, 0, 1, 32, len(png), 22) + png
    elif kind == "ICNS":
        data = b"icns" + struct.pack(">I", 16 + len(png)) + b"ic10" + struct.pack(">I", 8 + len(png)) + png
    else:
        data = with_bytes(encoded(FLAG, "WEBP", lossless=True), 21, "<I", 15_999 | 4999 << 14)

    def decode(*_):
        raise AssertionError("decoded")

    monkeypatch.setattr(Image.Image, "load", decode)
    with pytest.raises(ImageError, match=f"it claims 80000000 pixels, more than max_pixels={MAX_PIXELS}"):
        read_image(data)


def test_the_limit_is_an_option_of_the_commands(tmp_path):
    path = tmp_path / "flag.png"
    path.write_bytes(encoded(FLAG))
    assert line_of("palette", path, "--max-pixels", 15) == f"{path}: it claims 16 pixels, more than max_pixels=15"
    assert "max_pixels=15" in line_of("animate", path, "--max-pixels", 15, "-o", tmp_path / "out.gif")
    assert program("palette", path, "--max-pixels", 16).returncode == 0


PEAK = """
import sys
from pathlib import Path
from kmeans_scratch import extract_palette
palette = extract_palette(sys.argv[1])
print(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux for the memory used")
@pytest.mark.parametrize("bits", [8, 4, 2])
def test_a_picture_takes_as_much_memory_as_the_page_says(tmp_path, bits):
    assert "each pixel needs 12 to 19 bytes more" in PAGE.read_text(encoding="utf-8")
    n_pixels = 1_000_000 if bits == 8 else 8_000_000
    pixels = np.random.default_rng(0).integers(0, 2**bits, n_pixels * 3, dtype=np.uint8) << (8 - bits)
    n_distinct = min(n_pixels, 2 ** (3 * bits))  # also after the profile has been applied
    path = tmp_path / "noise.tif"
    path.write_bytes(encoded(pixels.reshape(-1, 1000, 3), "TIFF", icc_profile=P3))
    done = subprocess.run([sys.executable, "-c", PEAK, path], capture_output=True, text=True, check=True)
    assert int(done.stdout) * 1024 < 200e6 + 19 * n_pixels + 160 * n_distinct


@pytest.mark.parametrize("error", [EOFError, SyntaxError("no"), KeyError("x"), ZeroDivisionError, UserWarning])
def test_whatever_a_decoder_raises_is_one_line(monkeypatch, error):
    def fail(*_):
        raise error

    monkeypatch.setattr("kmeans_scratch.pictures.decode.read_frame", fail)
    with pytest.raises(ImageError, match=r"^bytes: broken or cut short: "):
        read_image(encoded(FLAG))


def test_too_little_memory_is_one_line(monkeypatch):
    def fail(*_, **__):
        raise MemoryError

    monkeypatch.setattr("kmeans_scratch.pictures.decode.read_frame", fail)
    with pytest.raises(ImageError, match=r"^bytes: needs more memory than there is$"):
        read_image(encoded(FLAG))


# Damage


def test_damaged_files_of_every_format_give_a_palette_or_one_line():
    report = fuzz(rounds=8, seed=5)
    formats = len(small_files())
    assert report["formats"] == formats > 40
    assert report["cut: line"] + report["cut: palette"] == 9 * formats
    assert report["damaged: line"] + report["damaged: palette"] == 8 * formats
    assert report["damaged: palette"] > 0
    assert report["peak MB"] < 1000


# Servers


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def test_a_dead_address_is_one_line():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/a.png"
    assert "cannot be reached: " in line_of("palette", address)


def test_an_endless_file_is_refused(monkeypatch):
    monkeypatch.setattr("kmeans_scratch.pictures.reading.MAX_BYTES", 100)
    with pytest.raises(ImageError, match="more than 100 bytes"):
        read_image(BytesIO(bytes(101)))


if __name__ == "__main__":
    print(table(), end="")
