"""Every kind of picture becomes the same: 8-bit RGB and a mask. Expected pixels are worked out by hand."""

import struct
import subprocess
import sys
import threading
import zlib
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO, StringIO
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from fuzz_images import encoded
from PIL import Image

from kmeans_scratch.pictures.image import ImageError, Picture, read_image

# Two rows of three pixels, no two alike, so that every flip and turn shows.
RGB = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255]], [[0, 0, 0], [255, 255, 255], [12, 34, 56]]], dtype=np.uint8)
GREY = np.array([[0, 51, 102], [153, 204, 255]], dtype=np.uint8)
DEEP = np.array([[0, 128, 129], [385, 40000, 65535]], dtype=np.uint16)  # 16 bits: 129 / 257 is over a half
DEEP_AS_8 = np.array([[0, 0, 1], [1, 156, 255]], dtype=np.uint8)
WEB_PAGE = "not an image, but a web page: give the address of the image itself"
ALPHA = np.array([[255, 128, 127], [1, 0, 254]], dtype=np.uint8)
OPAQUE = ALPHA >= 128


def hand_written_png(rows, depth, colour_type, *chunks, size=None):
    """A PNG that Pillow cannot write: big-endian `rows`, ``(b"tRNS", bytes)`` chunks, any (width, height)."""
    header = struct.pack(">IIBBBBB", *(size or rows.shape[1::-1]), depth, colour_type, 0, 0, 0)
    data = b"".join(b"\0" + row.tobytes() for row in rows)
    parts = [(b"IHDR", header), *chunks, (b"IDAT", zlib.compress(data)), (b"IEND", b"")]
    packed = (struct.pack(">I", len(d)) + name + d + struct.pack(">I", zlib.crc32(name + d)) for name, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def palette_image():
    indices = Image.fromarray(np.array([[0, 1, 2], [2, 1, 0]], dtype=np.uint8)).convert("P")
    indices.putpalette([255, 0, 0, 0, 255, 0, 0, 0, 255])
    return indices


def grey(values):
    return np.stack([values] * 3, axis=2)


def check(source, rgb, opaque=True, **options):
    picture = read_image(source, **options)
    assert picture.rgb.dtype == np.uint8
    assert picture.opaque.dtype == bool
    opaque = np.broadcast_to(opaque, rgb.shape[:2])
    np.testing.assert_array_equal(picture.opaque, opaque)
    np.testing.assert_array_equal(picture.rgb[opaque], rgb[opaque])
    return picture


def message_of(source, **options):
    with pytest.raises(ImageError) as caught:
        read_image(source, **options)
    text = str(caught.value)
    assert len(text.splitlines()) == 1
    return text


# Files, exactly


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "PPM", "TGA"])
def test_rgb_files_keep_their_values(kind):
    check(encoded(RGB, kind), RGB)


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "PPM", "GIF"])
def test_grey_files_become_equal_channels(kind):
    check(encoded(GREY, kind), grey(GREY))


def test_a_bit_is_black_or_white():
    bits = np.array([[True, False, True], [False, False, True]])
    for kind in ("PNG", "BMP", "TIFF"):
        check(encoded(bits, kind), grey(bits * np.uint8(255)))


def test_the_numbers_of_a_palette_become_its_colours():
    expected = RGB[0][[[0, 1, 2], [2, 1, 0]]]
    for kind in ("PNG", "GIF", "BMP", "TIFF"):
        check(encoded(palette_image(), kind), expected)


def test_alpha_is_never_a_colour():
    check(encoded(np.dstack([RGB, ALPHA])), RGB, OPAQUE)
    check(encoded(np.dstack([GREY, ALPHA])), grey(GREY), OPAQUE)
    check(encoded(np.dstack([RGB, ALPHA]), "WEBP", lossless=True, exact=True), RGB, OPAQUE)


@pytest.mark.parametrize(("transparency", "hidden"), [(1, [1]), (b"\xff\x00\x7f", [1, 2]), (b"\x80\x80", [])])
def test_a_palette_can_hold_alpha(transparency, hidden):
    indices = np.array([[0, 1, 2], [2, 1, 0]])
    check(encoded(palette_image(), transparency=transparency), RGB[0][indices], ~np.isin(indices, hidden))


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_a_transparent_grey_is_left_out(kind):
    check(encoded(GREY, kind, transparency=102), grey(GREY), GREY != 102)


def test_a_transparent_colour_is_left_out():
    hidden = np.array([[False, False, False], [False, False, True]])
    check(encoded(RGB, transparency=(12, 34, 56)), RGB, ~hidden)


@pytest.mark.parametrize("white", [0, 1])
def test_a_transparent_bit_is_left_out(white):
    bits = np.array([[True, False, True], [False, False, True]])
    check(encoded(bits, transparency=white), grey(bits * np.uint8(255)), bits != white)


@pytest.mark.parametrize(("depth", "packed", "top"), [(2, [[0b00011011]], 3), (4, [[0x05, 0xAF]], 15)])
def test_a_transparent_grey_of_few_bits_is_left_out(depth, packed, top):
    rows = np.array(packed, dtype=np.uint8)
    values = np.unpackbits(rows, axis=1).reshape(1, 4, depth) @ (1 << np.arange(depth)[::-1])
    png = hand_written_png(rows, depth, 0, (b"tRNS", struct.pack(">H", int(values[0, 2]))), size=(4, 1))
    check(png, grey((values * 255 // top).astype(np.uint8)), np.array([[True, True, False, True]]))


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_16_bit_grey_is_divided_by_257_and_rounded(kind):
    check(encoded(DEEP, kind), grey(DEEP_AS_8))


def test_16_bit_pgm_is_scaled_from_its_own_maximum():
    check(b"P5 3 1 1023\n" + struct.pack(">3H", 0, 512, 1023), grey(np.array([[0, 128, 255]], dtype=np.uint8)))


def test_a_transparent_16_bit_grey_is_left_out():
    check(encoded(DEEP, transparency=385), grey(DEEP_AS_8), DEEP != 385)


@pytest.mark.parametrize("alpha", [False, True])
def test_16_bit_colour_is_8_bit_colour_times_257(alpha):
    samples = np.dstack([RGB, ALPHA]) if alpha else RGB
    png = hand_written_png((samples * np.uint16(257)).astype(">u2"), 16, 6 if alpha else 2)
    check(png, RGB, OPAQUE if alpha else True)


def test_16_bit_colour_is_at_most_one_level_off():
    deep = np.random.default_rng(0).integers(0, 65536, size=(20, 30, 3), dtype=np.uint16)
    assert np.abs(np.rint(deep / 257) - read_image(hand_written_png(deep.astype(">u2"), 16, 2)).rgb).max() <= 1


def test_a_transparent_16_bit_colour_is_left_out():
    dusk = np.multiply([12, 34, 56], 257)  # the last pixel
    png = hand_written_png((RGB * np.uint16(257)).astype(">u2"), 16, 2, (b"tRNS", struct.pack(">3H", *dusk)))
    check(png, RGB, np.array([[True, True, True], [True, True, False]]))


def test_a_float_tiff_has_values_from_0_to_1():
    check(encoded(np.array([[0, 0.5, 1]], dtype=np.float32), "TIFF"), grey(np.array([[0, 128, 255]], dtype=np.uint8)))


# Where EXIF says that the first row and the first column of the file belong in the upright picture.
UPRIGHT = {
    1: lambda x: x,
    2: lambda x: x[:, ::-1],  # top, right: mirrored
    3: lambda x: x[::-1, ::-1],  # bottom, right: upside down
    4: lambda x: x[::-1],  # bottom, left
    5: lambda x: np.swapaxes(x, 0, 1),  # left, top
    6: lambda x: np.rot90(x, -1),  # right, top: turn clockwise
    7: lambda x: np.swapaxes(x, 0, 1)[::-1, ::-1],  # right, bottom
    8: lambda x: np.rot90(x),  # left, bottom: turn anticlockwise
}


def with_orientation(number):
    exif = Image.Exif()
    exif[0x0112] = number
    return exif


@pytest.mark.parametrize("orientation", range(9))
@pytest.mark.parametrize(
    ("kind", "mode"), [*product(["PNG", "TIFF"], ["RGB", "L", "P", "LA", "I;16"]), ("WEBP", "RGB"), ("WEBP", "L")]
)
def test_a_photograph_is_turned_upright(orientation, kind, mode):
    if mode == "P":
        stored, rgb = palette_image(), RGB[0][[[0, 1, 2], [2, 1, 0]]]
    elif mode == "I;16":
        stored, rgb = Image.fromarray(GREY * np.uint16(257)), grey(GREY)
    else:
        stored, rgb = Image.fromarray(RGB).convert(mode), grey(GREY)
        rgb = np.array(stored.convert("RGB"))
    options = {"lossless": True} if kind == "WEBP" else {}
    turned = UPRIGHT.get(orientation, UPRIGHT[1])  # there is no 0
    check(encoded(stored, kind, exif=with_orientation(orientation), **options), turned(rgb))


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "TIFF"])
def test_an_animation_gives_its_first_frame(kind):
    frames = [Image.fromarray(RGB), Image.new("RGB", (3, 2), (9, 9, 9)), Image.new("RGB", (3, 2), (200, 9, 9))]
    options = {"lossless": True} if kind == "WEBP" else {}
    data = encoded(frames[0], kind, save_all=True, append_images=frames[1:], **options)
    assert Image.open(BytesIO(data)).n_frames == 3
    check(data, RGB)


def test_broken_exif_is_no_reason_to_refuse_a_picture():
    check(hand_written_png(RGB, 8, 2, (b"eXIf", b"no EXIF at all")), RGB)
    check(encoded(RGB, "WEBP", lossless=True, exif=b"no EXIF at all"), RGB)


# JPEG, which changes colours a little


def near(source, colour, tolerance=3):
    assert np.abs(read_image(source).rgb.astype(int) - colour).max() <= tolerance


def test_jpeg_is_near_what_was_saved():
    near(encoded(Image.new("RGB", (16, 8), (200, 100, 50)), "JPEG", quality=95), (200, 100, 50))
    near(encoded(Image.new("L", (16, 8), 77), "JPEG", quality=95), (77, 77, 77))


@pytest.mark.parametrize("orientation", range(9))
def test_a_photograph_is_turned_upright_in_jpeg_too(orientation):
    blocks = RGB.repeat(16, axis=0).repeat(16, axis=1)  # JPEG works in blocks of 8 or 16 pixels
    turned = UPRIGHT.get(orientation, UPRIGHT[1])
    near(encoded(blocks, "JPEG", exif=with_orientation(orientation), quality=95, subsampling=0), turned(blocks), 6)


# No ink of one is 255 × (1 − ink) × (1 − black): the inks (0, 102, 204) under 51 black, of 255 each.
INKS, AS_RGB = (0, 102, 204, 51), (204, 122, 41)


def test_cmyk_becomes_rgb():
    check(encoded(Image.new("CMYK", (3, 2), INKS), "TIFF"), np.full((2, 3, 3), AS_RGB, dtype=np.uint8))
    near(encoded(Image.new("CMYK", (16, 8), INKS), "JPEG", quality=95), AS_RGB)


def test_inks_are_inverted_in_a_cmyk_jpeg():
    # Adobe's programs write 255 for no ink, with and without their marker; browsers rely on it, and so does Pillow.
    data = encoded(Image.new("CMYK", (16, 8), INKS), "JPEG", quality=95)
    start = data.index(b"\xff\xee\x00\x0eAdobe")
    near(data[:start] + data[start + 16 :], AS_RGB)


def test_a_photoshop_jpeg_turns_inverted_inks_into_ycck():
    # Photoshop converts inverted inks as if they were RGB. Luma 153 without chroma is 153 of each ink.
    stored = Image.new("CMYK", (16, 8), (255 - 153, 255 - 128, 255 - 128, 51))  # Pillow inverts what it writes
    data = bytearray(encoded(stored, "JPEG", quality=95))
    data[data.index(b"\xff\xee\x00\x0eAdobe") + 15] = 2  # the marker's transform: YCCK
    near(bytes(data), 102 * 204 // 255)


# Arrays


@pytest.mark.parametrize(
    ("array", "expected"),
    [
        (GREY, grey(GREY)),
        (GREY[..., None], grey(GREY)),
        (RGB, RGB),
        (RGB.astype(int), RGB),
        (RGB.astype(np.int16), RGB),
        (RGB.astype(np.uint32), RGB),
        (RGB * np.uint16(257), RGB),
        ((RGB * np.uint16(257)).astype(">u2"), RGB),
        (DEEP, grey(DEEP_AS_8)),
        (RGB / 255, RGB),
        ((RGB / 255).astype(np.float32), RGB),
        ((GREY / 255).astype(np.float16), grey(GREY)),
        (GREY > 100, grey((GREY > 100) * np.uint8(255))),
        (RGB[::-1, ::-1], RGB[::-1, ::-1]),
        (np.asfortranarray(RGB), RGB),
    ],
    ids=lambda array: f"{array.dtype}{array.shape}",
)
def test_an_array_is_scaled_by_its_type(array, expected):
    check(array, expected)


@pytest.mark.parametrize("array", [GREY, GREY * np.uint16(257), GREY / 255, GREY > 100])
def test_a_matrix_is_a_grey_picture(array):
    check(array.view(np.matrix), read_image(array).rgb)


@pytest.mark.parametrize("hidden", [0, 255, 7])
def test_masked_pixels_are_left_out(hidden):
    mask = np.array([[True, False, False], [False, False, True]])
    grey_with_holes = np.ma.masked_array(np.where(mask, hidden, GREY), mask)
    check(grey_with_holes.astype(np.uint8), grey(GREY), ~mask)
    check(grey_with_holes / 255, grey(GREY), ~mask)


def test_a_pixel_is_left_out_if_any_of_its_channels_is_masked():
    mask = np.zeros(RGB.shape, bool)
    mask[0, 1, 2] = mask[1, 0] = True
    check(np.ma.masked_array(RGB, mask), RGB, ~mask.any(axis=2))
    check(np.ma.masked_array(np.dstack([RGB, ALPHA]), np.dstack([mask, ALPHA < 0])), RGB, OPAQUE & ~mask.any(axis=2))


def test_values_below_a_mask_do_not_count():
    check(
        np.ma.masked_invalid([[0.0, np.nan, 1.0]]), np.array([[[0] * 3, [0] * 3, [255] * 3]]), [[True, False, True]]
    )
    nothing = read_image(np.ma.masked_all((2, 3), np.uint8))
    assert nothing.n_opaque == 0


def test_a_uint16_array_that_is_dark_stays_dark():
    assert read_image(np.full((2, 2), 255, dtype=np.uint16)).rgb.max() == 1


@pytest.mark.parametrize("scale", [1, np.uint16(257), 1 / 255])
def test_alpha_in_arrays_is_scaled_like_the_colours(scale):
    check(np.dstack([RGB, ALPHA]) * scale, RGB, OPAQUE)
    check(np.dstack([GREY, ALPHA]) * scale, grey(GREY), OPAQUE)


@pytest.mark.parametrize(
    ("opaque", "left"), [(0, 6), (0.001, 5), (0.4, 4), (0.5, 3), (0.6, 2), (254 / 255, 2), (1, 1)]
)
def test_the_opacity_threshold_is_from_0_to_1(opaque, left):
    assert read_image(np.dstack([RGB, ALPHA]), opaque=opaque).n_opaque == left


@pytest.mark.parametrize("opaque", [-0.1, 1.1, 128, float("nan"), "half", None])
def test_a_threshold_out_of_range_is_refused(opaque):
    with pytest.raises(ValueError, match=f"opaque={opaque!r} should be a number from 0 to 1"):
        read_image(RGB, opaque=opaque)


@pytest.mark.parametrize(
    ("array", "reason"),
    [
        (np.zeros((0, 3, 3), np.uint8), r"shape \(0, 3, 3\) should be \(h, w\) or"),
        (np.zeros((2, 0)), r"shape \(2, 0\)"),
        (np.zeros(()), r"shape \(\)"),
        (np.zeros(5), r"shape \(5,\)"),
        (np.zeros((2, 3, 5)), r"shape \(2, 3, 5\)"),
        (np.zeros((2, 3, 0)), r"shape \(2, 3, 0\)"),
        (np.zeros((4, 2, 3, 3)), r"shape \(4, 2, 3, 3\)"),
        (np.zeros((2, 3), complex), "dtype complex128 should be bool, an integer or a float"),
        (np.zeros((2, 3), object), "dtype object"),
        (np.zeros((2, 3), str), "dtype <U1"),
        (np.zeros((2, 3), "datetime64[s]"), "dtype datetime64"),
        (np.array([[0.5, np.nan]]), "values from nan to nan should be from 0 to 1 in an array of float64"),
        (np.array([[0.5, np.inf]]), "from 0.5 to inf should be from 0 to 1"),
        (np.array([[0.0, 255.0]]), "from 0.0 to 255.0 should be from 0 to 1"),
        (np.array([[-0.1, 1.0]]), "from -0.1 to 1.0 should be from 0 to 1"),
        (np.array([[0, 256]]), "from 0 to 256 should be from 0 to 255 in an array of int64"),
        (np.array([[-1, 5]], np.int8), "from -1 to 5 should be from 0 to 255"),
    ],
)
def test_an_array_that_is_no_picture_is_refused(array, reason):
    with pytest.raises(ImageError, match=f"^array: .*{reason}"):
        read_image(array)


# Sources


def test_a_picture_comes_from_a_path_bytes_and_files(tmp_path):
    data = encoded(RGB)
    path = tmp_path / "a picture.png"
    path.write_bytes(data)
    assert check(path, RGB).name == str(path)
    assert check(str(path), RGB).name == str(path)
    assert check(data, RGB).name == "bytes"
    check(bytearray(data), RGB)
    check(memoryview(data), RGB)
    assert check(BytesIO(data), RGB).name == "BytesIO"
    with path.open("rb") as file:
        assert check(file, RGB).name == str(path)
        assert not file.closed


def test_a_picture_comes_through_a_pipe(tmp_path):
    code = "import sys; from kmeans_scratch.pictures.image import read_image; p = read_image(sys.stdin.buffer);"
    code += "print(p.name, p.rgb.shape)"
    run = subprocess.run([sys.executable, "-c", code], input=encoded(RGB), capture_output=True, check=True)
    assert run.stdout.split() == b"stdin (2, 3, 3)".split()


def test_the_name_does_not_decide_the_format(tmp_path):
    path = tmp_path / "photo.jpg"
    path.write_bytes(encoded(RGB))
    check(path, RGB)


def test_a_picture_is_returned_unchanged():
    picture = read_image(RGB)
    assert read_image(picture) is picture


def test_a_picture_shares_no_memory_with_its_array():
    mine = RGB.copy()
    picture = read_image(mine)
    mine[:] = 7
    np.testing.assert_array_equal(picture.rgb, RGB)
    for array in (picture.rgb, picture.opaque):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_a_picture_made_by_hand_shares_no_memory_either():
    rgb, opaque = RGB.copy(), OPAQUE.copy()
    picture = Picture(rgb, opaque, "mine")
    rgb[:], opaque[:] = 7, False
    np.testing.assert_array_equal(picture.rgb, RGB)
    np.testing.assert_array_equal(picture.opaque, OPAQUE)
    assert repr(picture) == "Picture(name='mine')"
    with pytest.raises(AttributeError):
        picture.name = "yours"


def test_pixels_are_the_opaque_ones_in_reading_order():
    picture = read_image(np.dstack([RGB, ALPHA]))
    assert (picture.height, picture.width, picture.n_pixels, picture.n_opaque) == (2, 3, 6, 3)
    assert picture.pixels.tolist() == [[255, 0, 0], [0, 255, 0], [12, 34, 56]]
    assert picture.pixels.dtype == np.uint8


@pytest.mark.parametrize("array", [RGB, RGB[:, ::-1], RGB.swapaxes(0, 1)], ids=["whole", "mirrored", "turned"])
def test_pixels_of_an_opaque_picture_are_not_copied(array):
    picture = read_image(array)
    np.testing.assert_array_equal(picture.pixels, array.reshape(-1, 3))
    assert np.shares_memory(picture.pixels, picture.rgb)


def test_a_transparent_picture_is_a_picture_without_pixels():
    picture = read_image(encoded(np.zeros((2, 3, 4), dtype=np.uint8)))
    assert picture.n_opaque == 0
    assert picture.pixels.shape == (0, 3)


def test_importing_the_module_loads_numpy_alone():
    code = "import sys, kmeans_scratch.pictures.image; print({'PIL', 'imageio', 'matplotlib'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"


# What cannot be read


def test_a_missing_file_is_named(tmp_path):
    assert message_of(tmp_path / "gone.png") == f"{tmp_path / 'gone.png'}: No such file or directory"


def test_a_folder_is_no_picture(tmp_path):
    assert message_of(tmp_path).startswith(f"{tmp_path}: ")


def test_a_file_that_may_not_be_read_is_refused(tmp_path, monkeypatch):
    def refuse(path, mode):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)  # the superuser, who may be running this, may read everything
    assert message_of(tmp_path / "secret.png") == f"{tmp_path / 'secret.png'}: Permission denied"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty, not one byte"),
        (b"Dear diary,\n", "not an image, or its format is unknown"),
        (
            b"\n <!DOCTYPE HTML><title>Cat</title>",
            WEB_PAGE,
        ),
        (b'<html lang="en">', WEB_PAGE),
        (b"<!--" + b"advertisement " * 200 + b"--><html>", WEB_PAGE),
        ("<html><p>Café".encode("utf-16"), WEB_PAGE),
        (b"?" * 300, "not an image, or its format is unknown"),
        (encoded(RGB)[:20], "broken or cut short: Truncated File Read"),
    ],
)
def test_bytes_without_an_image_are_refused(tmp_path, data, reason):
    path = tmp_path / "cat.png"
    path.write_bytes(data)
    assert message_of(path) == f"{path}: {reason}"
    assert message_of(data) == f"bytes: {reason}"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP"])
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_a_file_cut_short_is_refused(kind, share):
    noise = np.random.default_rng(0).integers(0, 256, size=(40, 50, 3), dtype=np.uint8)
    data = encoded(noise, kind)
    assert message_of(data[: int(len(data) * share)]).startswith("bytes: ")


def test_a_palette_file_without_a_palette_is_refused():
    assert message_of(hand_written_png(GREY, 8, 3)).startswith("bytes: broken or cut short: ")


def test_damaged_files_are_read_or_refused_and_nothing_else():
    rng = np.random.default_rng(0)
    for kind in ("PNG", "JPEG", "GIF", "WEBP", "BMP"):
        data = np.frombuffer(encoded(rng.integers(0, 256, size=(9, 9, 3), dtype=np.uint8), kind), dtype=np.uint8)
        for _ in range(50):
            damaged = data.copy()
            damaged[rng.integers(data.size, size=4)] = rng.integers(256, size=4)
            with suppress(ImageError):
                read_image(damaged.tobytes())


def test_a_header_that_claims_too_much_is_refused_before_decoding():
    bomb = hand_written_png(GREY, 8, 0, size=(20_000, 20_000))
    assert message_of(bomb) == "bytes: it claims 400000000 pixels, more than max_pixels=64000000"
    assert message_of(encoded(RGB), max_pixels=5) == "bytes: it claims 6 pixels, more than max_pixels=5"
    check(encoded(RGB), RGB, max_pixels=6)


def test_pillows_own_limit_neither_warns_nor_stays_changed(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 2)  # it would warn at 3 pixels and refuse 5
    check(encoded(RGB), RGB)
    message_of(b"no image")
    assert Image.MAX_IMAGE_PIXELS == 2


def test_a_file_opened_as_text_is_refused(tmp_path):
    path = tmp_path / "picture.png"
    path.write_bytes(encoded(RGB))
    with path.open() as file:
        assert message_of(file) == f'{path}: opened as text: open it with mode "rb"'
    assert message_of(StringIO("text")) == 'StringIO: opened as text: open it with mode "rb"'


@pytest.mark.parametrize("source", [None, 7, {"a": 1}])
def test_a_source_of_another_type_is_refused(source):
    kind = type(source).__name__
    assert message_of(source) == f"{kind}: not a path, an address, bytes, an open file or an array"


def test_a_message_is_one_line_whatever_the_name():
    assert message_of("two\nlines.png") == "two lines.png: No such file or directory"
    assert message_of("nul\0byte.png").endswith("null byte")


# Addresses


class Handler(BaseHTTPRequestHandler):
    release = threading.Event()

    def do_GET(self):
        if self.path == "/silent":
            self.release.wait(10)
            return
        pages = {"/photo.png": encoded(RGB), "/caf%C3%A9%20au%20lait.png?size=2": encoded(RGB), "/page": b"<html>"}
        pages |= {"/empty": b"", "/agent": self.headers["User-Agent"].encode()}
        pages["/short"] = encoded(RGB)
        body = pages.get(self.path)
        self.send_response(404 if body is None else 200, "No\x1b[2J\x07 cat" if self.path == "/obey" else None)
        if self.path == "/short":
            self.send_header("Content-Length", str(len(body) + 1234))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def server():
    with pytest.MonkeyPatch.context() as patch, ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        patch.setenv("no_proxy", "127.0.0.1")
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        Handler.release.set()
        running.shutdown()


@pytest.mark.parametrize("page", ["/photo.png", "/café au lait.png?size=2"])
def test_a_picture_comes_from_an_address(server, page):
    assert check(server + page, RGB).name == server + page
    check(server.replace("http", "HTTP") + page, RGB)


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("/gone.png", "the server answers 404 Not Found"),
        ("/obey", r"the server answers 404 No\x1b[2J\x07 cat"),
        ("/page", WEB_PAGE),
        ("/empty", "empty, not one byte"),
        ("/short", "cut short: 1,234 bytes are missing"),
        ("/agent", "not an image, or its format is unknown"),
    ],
)
def test_an_address_without_a_picture_is_refused(server, page, reason):
    assert message_of(server + page) == f"{server}{page}: {reason}"


def test_a_silent_server_is_given_up(server):
    assert message_of(server + "/silent", timeout=0.2) == f"{server}/silent: no answer within 0.2 s"


def test_a_download_has_a_limit(server, monkeypatch):
    monkeypatch.setattr("kmeans_scratch.pictures.reading.MAX_BYTES", 20)
    assert message_of(server + "/photo.png") == f"{server}/photo.png: more than 20 bytes"


def test_an_address_without_a_server_is_refused(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as closed:
        address = f"http://127.0.0.1:{closed.server_port}/photo.png"
    assert message_of(address).startswith(f"{address}: cannot be reached: ")


@pytest.mark.parametrize("address", ["http://", "https://", "http://[", "http://a:b/"])
def test_an_invalid_address_is_refused(address):
    assert message_of(address).startswith(f"{address}: cannot be reached: ")
