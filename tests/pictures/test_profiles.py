"""Colour profiles: the numbers of a file become sRGB. Expected colours come from the formulas of colour science."""

import struct
from io import BytesIO

import numpy as np
import pytest
from fuzz_images import encoded
from PIL import Image, ImageCms

from kmeans_scratch import extract_palette, read_image
from kmeans_scratch.pictures.profiles import NOTE, to_srgb

# Chromaticities (x, y) of red, green and blue, and the white point, of the spaces that photographs come in.
D65, D50 = (0.3127, 0.3290), (0.3457, 0.3585)
SRGB = [(0.64, 0.33), (0.30, 0.60), (0.15, 0.06)], D65
DISPLAY_P3 = [(0.680, 0.320), (0.265, 0.690), (0.150, 0.060)], D65
ADOBE_RGB = [(0.64, 0.33), (0.21, 0.71), (0.15, 0.06)], D65
PROPHOTO = [(0.734699, 0.265301), (0.159597, 0.840403), (0.036598, 0.000105)], D50
BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])


def xyz_of(x, y):
    return np.array([x / y, 1, (1 - x - y) / y])


def matrix_of(space):
    """The matrix from linear RGB to XYZ as a profile has it: adapted to the white of paper, D50."""
    primaries, white = space
    columns = np.stack([xyz_of(*primary) for primary in primaries], axis=1)
    columns = columns * np.linalg.solve(columns, xyz_of(*white))  # equal amounts make white
    before, after = BRADFORD @ xyz_of(*white), BRADFORD @ xyz_of(*D50)
    return np.linalg.inv(BRADFORD) @ np.diag(after / before) @ BRADFORD @ columns


def expected_srgb(rgb, space, gamma):
    """What colours, (..., 3) from 0 to 255, of a space are in sRGB, cut to its range."""
    linear = (np.asarray(rgb) / 255) ** gamma @ matrix_of(space).T @ np.linalg.inv(matrix_of(SRGB)).T
    linear = linear.clip(0, 1)
    curved = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.rint(255 * curved)


def assemble(space, connection, kind, tags):
    """The bytes of a profile: a header, a table of its tags, and the tags."""
    start, table, body = 132 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        data += bytes(-len(data) % 4)
        table += struct.pack(">4sII", name, start + len(body), len(data))
        body += data
    header = struct.pack(">I4sI4s4s4s", start + len(body), b"test", 0x02100000, kind, space, connection)
    header += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp") + bytes(28) + fixed(xyz_of(*D50)) + bytes(48)
    return header + table + body


def fixed(values):
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)


COMMON = {
    b"desc": b"desc" + bytes(4) + struct.pack(">I", 5) + b"test\0" + bytes(78),
    b"cprt": b"text" + bytes(4) + b"none\0",
    b"wtpt": b"XYZ " + bytes(4) + fixed(xyz_of(*D50)),
}


def curve(gamma):
    return b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256))


def rgb_profile(space, gamma):
    columns = [b"XYZ " + bytes(4) + fixed(column) for column in matrix_of(space).T]
    tags = dict(zip((b"rXYZ", b"gXYZ", b"bXYZ"), columns, strict=True))
    return assemble(
        b"RGB ", b"XYZ ", b"mntr", COMMON | tags | dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve(gamma))
    )


def grey_profile(gamma):
    return assemble(b"GRAY", b"XYZ ", b"mntr", COMMON | {b"kTRC": curve(gamma)})


def ink_profile(*labs):
    """A press whose paper is white, and whose every ink alone makes all of it black, but the first, cyan, a colour.

    A table of 2⁴ corners, from CMYK to Lab in 8 bits; what lies between is interpolated.
    """
    white, black, cyan = (255, 128, 128), (0, 128, 128), labs[0]
    corners = [[white, cyan][c] if not (m or y or k) else black for c, m, y, k in np.ndindex(2, 2, 2, 2)]
    identity = bytes(range(256))
    lut = b"mft1" + bytes(4) + bytes([4, 3, 2, 0]) + fixed(np.eye(3).ravel())
    lut += identity * 4 + bytes(np.array(corners, np.uint8).ravel()) + identity * 3
    return assemble(b"CMYK", b"Lab ", b"prtr", COMMON | {b"A2B0": lut, b"A2B1": lut})


P3 = rgb_profile(DISPLAY_P3, 2.2)
COLORS = np.array([[[234, 51, 35], [0, 0, 0], [255, 255, 255]], [[120, 60, 200], [128, 128, 128], [30, 200, 90]]])
COLORS = COLORS.astype(np.uint8)


def near(found, expected, tolerance=1):
    assert np.abs(np.asarray(found).astype(int) - expected).max() <= tolerance


@pytest.mark.parametrize(
    ("space", "gamma"),
    [(DISPLAY_P3, 2.2), (ADOBE_RGB, 563 / 256), (PROPHOTO, 1.8), (SRGB, 1.8)],
    ids=["Display P3", "Adobe RGB", "ProPhoto", "sRGB, gamma 1.8"],
)
@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
def test_a_profile_says_which_colours_the_numbers_are(space, gamma, kind):
    options = {"lossless": True} if kind == "WEBP" else {}
    picture = read_image(encoded(COLORS, kind, icc_profile=rgb_profile(space, gamma), **options))
    near(picture.rgb, expected_srgb(COLORS, space, gamma))
    assert picture.note == ""
    assert np.abs(picture.rgb.astype(int) - COLORS).max() > 5  # or this test could not fail


@pytest.mark.parametrize("kind", ["JPEG", "AVIF"])
def test_the_red_of_a_phone_is_red(kind):
    data = encoded(Image.new("RGB", (16, 16), (234, 51, 35)), kind, icc_profile=P3, quality=95)
    palette = extract_palette(data, 1)
    near(palette.colors[0], (255, 0, 0), 6)
    assert palette.note == ""


def test_white_and_black_and_grey_stay():
    greys = np.arange(256, dtype=np.uint8)[None, :, None].repeat(3, axis=2)
    found = to_srgb(greys, P3)[0]
    assert found[0, 0].tolist() == [0, 0, 0]
    assert found[0, 255].tolist() == [255, 255, 255]
    assert (np.diff(found.astype(int), axis=1) >= 0).all()
    assert (np.ptp(found.astype(int), axis=2) <= 1).all()


def test_the_profile_of_srgb_itself_changes_no_number():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    noise = np.random.default_rng(0).integers(0, 256, (30, 40, 3), dtype=np.uint8)
    picture = read_image(encoded(noise, icc_profile=profile))
    assert (picture.rgb == noise).all()
    assert picture.note == ""


def test_alpha_and_the_way_up_are_kept():
    alpha = np.array([[255, 0, 255], [255, 255, 127]], dtype=np.uint8)
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = read_image(encoded(np.dstack([COLORS, alpha]), icc_profile=P3, exif=exif))
    near(picture.rgb, np.rot90(expected_srgb(COLORS, DISPLAY_P3, 2.2), -1))
    assert (picture.opaque == np.rot90(alpha >= 128, -1)).all()


def test_a_palette_is_looked_up_before_its_colours_are_converted():
    image = Image.fromarray(np.array([[0, 1]], dtype=np.uint8)).convert("P")
    image.putpalette([234, 51, 35, 255, 255, 255])
    near(read_image(encoded(image, icc_profile=P3)).rgb[0], [[255, 0, 0], [255, 255, 255]], 2)


@pytest.mark.parametrize("mode", ["L", "LA", "I;16"])
def test_a_profile_of_greys(mode):
    values = np.array([[0, 64, 128, 255]], dtype=np.uint8)
    samples = {"L": values, "LA": np.dstack([values, values + 1]), "I;16": values * np.uint16(257)}[mode]
    picture = read_image(encoded(samples, icc_profile=grey_profile(1.0)))
    linear = values / 255
    expected = np.rint(255 * np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055))
    near(picture.rgb, expected[..., None])
    assert picture.note == ""


def test_greys_with_a_profile_of_colours_stay_grey():
    picture = read_image(encoded(np.array([[0, 64, 255]], dtype=np.uint8), icc_profile=rgb_profile(DISPLAY_P3, 1.8)))
    near(picture.rgb, expected_srgb(np.array([[[0], [64], [255]]]).repeat(3, axis=2), DISPLAY_P3, 1.8))


@pytest.mark.parametrize("kind", ["TIFF", "JPEG"])
def test_inks_are_those_of_their_press(kind):
    """Lab (50, 0, 0) is a middle grey, 119 in sRGB: this cyan is grey. White paper is white."""
    inks = np.zeros((16, 32, 4), np.uint8)
    inks[:, 16:, 0] = 255
    profile = ink_profile((128, 128, 128))
    options = {"quality": 95} if kind == "JPEG" else {}
    picture = read_image(encoded(Image.fromarray(inks, "CMYK"), kind, icc_profile=profile, **options))
    near(picture.rgb[:, :14], 255, 3)
    near(picture.rgb[:, 18:], 119, 4)
    assert picture.note == ""


@pytest.mark.parametrize(
    ("mode", "profile"),
    [
        ("RGB", b"any profile"),
        ("RGB", P3[:200]),
        ("RGB", P3[:128] + bytes(len(P3) - 128)),
        ("RGB", grey_profile(2.2)),
        ("RGB", ink_profile((128, 128, 128))),
        ("L", ink_profile((128, 128, 128))),
        ("CMYK", P3),
        ("CMYK", b"any profile"),
    ],
    ids=[
        "none",
        "cut short",
        "emptied",
        "of greys",
        "of inks",
        "of inks, for grey",
        "of colours, for inks",
        "none for inks",
    ],
)
def test_a_profile_that_cannot_be_applied_is_a_note_and_the_numbers_stay(mode, profile):
    image = Image.fromarray(COLORS).convert(mode)
    picture = read_image(encoded(image, "TIFF", icc_profile=profile))
    assert (picture.rgb == np.asarray(image.convert("RGB"))).all()
    assert picture.note == NOTE
    assert extract_palette(picture, 1).note == NOTE
    assert repr(extract_palette(picture, 2)).endswith(f"note: {NOTE}")


def test_a_damaged_chunk_of_a_png_is_a_note_too():
    data = encoded(COLORS, icc_profile=P3)
    start = data.index(b"iCCP") + 4
    length = struct.unpack(">I", data[start - 8 : start - 4])[0]
    body = data[start : start + length]
    body = body[: body.index(b"\0") + 2] + b"not compressed"
    import zlib

    chunk = struct.pack(">I", len(body)) + b"iCCP" + body + struct.pack(">I", zlib.crc32(b"iCCP" + body))
    picture = read_image(data[: start - 8] + chunk + data[start + length + 4 :])
    assert (picture.rgb == COLORS).all()
    assert picture.note == NOTE


def test_two_notes_are_one():
    picture = read_image(encoded(np.zeros((2, 2, 3), np.uint8), icc_profile=b"any profile"))
    assert (
        extract_palette(picture, 5).note
        == f"the picture has only 1 distinct colour, fewer than the 5 asked for; {NOTE}"
    )


def test_a_large_picture_is_converted_in_pieces(monkeypatch):
    whole = to_srgb(COLORS, P3)[0]
    monkeypatch.setattr("kmeans_scratch.pictures.profiles.CHUNK", 1)
    assert (to_srgb(COLORS, P3)[0] == whole).all()


def test_without_littlecms_it_is_a_note(monkeypatch):
    def missing(*_):
        raise ImportError("The _imagingcms C module is not installed")

    monkeypatch.setattr(ImageCms, "ImageCmsProfile", missing)
    assert read_image(encoded(COLORS, icc_profile=P3)).note == NOTE


def test_the_file_of_a_profile_is_read_by_littlecms():
    """Or the tests above would test nothing."""
    assert ImageCms.ImageCmsProfile(BytesIO(P3)).profile.xcolor_space == "RGB "
