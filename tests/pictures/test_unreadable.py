"""Phones, scanners and programs write more than PNG and JPEG: what is read, and the names of what is not."""

import sys
from io import BytesIO

import numpy as np
import pytest
from fuzz_images import encoded
from PIL import Image
from test_profiles import P3

from kmeans_scratch import ImageError, extract_palette, read_image
from kmeans_scratch.pictures.unreadable import RAW, is_heif

Image.init()
LARGE = np.repeat(np.array([[200, 30, 40], [10, 20, 80]], dtype=np.uint8)[:, None], 32, axis=1).repeat(16, axis=0)


def heic(pixels, quality=95, **options):
    """A photograph as phones write it."""
    pillow_heif = pytest.importorskip("pillow_heif")
    file = BytesIO()
    pillow_heif.from_pillow(Image.fromarray(pixels)).save(file, format="HEIF", quality=quality, **options)
    return file.getvalue()


def reason_of(data):
    with pytest.raises(ImageError) as caught:
        read_image(data)
    return str(caught.value).removeprefix("bytes: ")


# HEIC and AVIF


def test_a_photograph_of_a_phone_is_read():
    picture = read_image(heic(LARGE))
    assert np.abs(picture.rgb.astype(int) - LARGE).max() <= 6
    assert picture.opaque.all()


def test_its_profile_and_its_way_up_count_too():
    red = np.zeros((32, 64, 3), np.uint8) + np.array([234, 51, 35], np.uint8)
    red[:, :8] = 255
    exif = Image.Exif()
    exif[0x0112] = 6  # turn clockwise
    picture = read_image(heic(red, exif=exif.tobytes(), icc_profile=P3))
    assert picture.rgb.shape == (64, 32, 3)
    assert np.abs(picture.rgb[12:].astype(int) - (255, 0, 0)).max() <= 8
    assert np.abs(picture.rgb[:5].astype(int) - 255).max() <= 8


def test_its_transparent_pixels_are_left_out():
    glass = np.dstack([LARGE, np.full(LARGE.shape[:2], 255, np.uint8)])
    glass[:16, :, 3] = 0
    assert read_image(heic(glass, quality=-1)).n_opaque == 16 * 32


def test_its_size_is_looked_at_before_it_is_decoded():
    assert reason_of(heic(LARGE)[:200]).startswith("a HEI")
    with pytest.raises(ImageError, match="it claims 1024 pixels, more than max_pixels=1023"):
        read_image(heic(LARGE), max_pixels=1023)


def test_reading_one_registers_nothing_with_pillow():
    Image.init()
    before = dict(Image.OPEN)
    read_image(heic(LARGE))
    assert before == Image.OPEN


def test_without_the_extra_the_format_and_the_remedy_are_named(monkeypatch):
    data = heic(LARGE)
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    monkeypatch.setattr(Image, "ID", [kind for kind in Image.ID if kind != "HEIF"])  # imageio may have registered it
    monkeypatch.setattr("kmeans_scratch.pictures.unreadable.find_spec", lambda name: None)
    expected = "a HEIC photograph, which needs the extra 'heif': pip install 'kmeans-scratch[heif]'"
    assert reason_of(data) == expected


@pytest.mark.skipif("AVIF" not in Image.SAVE, reason="an older Pillow")
def test_avif_is_read():
    picture = read_image(encoded(LARGE, "AVIF", quality=95, subsampling="4:4:4"))
    assert np.abs(picture.rgb.astype(int) - LARGE).max() <= 8
    assert not is_heif(encoded(LARGE, "AVIF"))


def test_avif_without_its_decoder_is_named(monkeypatch):
    Image.init()
    monkeypatch.setitem(Image.OPEN, "AVIF", (None, lambda prefix: "AVIF support is not installed"))
    data = b"\0\0\0\x1cftypavif\0\0\0\0mif1avif" + bytes(50)
    assert reason_of(data) == "an AVIF picture, which needs Pillow 11.3 or later: pip install --upgrade pillow"


# What is named


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF document: export its page as a PNG"),
        (b"PK\3\4\x14\0\x06\0", "a ZIP archive"),
        (b"\x1f\x8b\x08\0", "compressed by gzip"),
        (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"),
        (b"\xff\x0a\xfa\x1f", "JPEG XL"),
        (b"II\xbc\x01\x20\0", "JPEG XR"),
        (b"AT&TFORM\0\0\0\0DJVU", "a DjVu document"),
        (b"v/1\x01\x02\0\0\0", "OpenEXR"),
        (b"#?RADIANCE\n", "Radiance HDR"),
        (b"gimp xcf v011\0", "XCF"),
        (bytes(128) + b"DICM", "DICOM"),
        (b"\xd7\xcd\xc6\x9a\0\0", "WMF"),
        (b"\1\0\0\0" + bytes(36) + b" EMF", "EMF"),
        (b"FUJIFILMCCD-RAW 0201", RAW),
        (b"IIU\0\x18\0\0\0", RAW),
        (b"IIRO\x08\0\0\0", RAW),
        (b"FOVb\0\0", RAW),
        (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom", RAW),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "a film"),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", "a film"),
        (b"\x1a\x45\xdf\xa3\x01", "a film"),
        (b"RIFF\0\0\0\0AVI LIST", "a film"),
        (b"\0\0\1\xba\x44", "a film"),
        (b"%!PS-Adobe-3.0", "a PostScript program"),
        (b'<?xml version="1.0"?>\n<svg/>', "an SVG drawing"),
        (b"<html><svg/></html>", "a web page"),
        (b"", "empty, not one byte"),
        (b"Dear diary,\n", "not an image, or its format is unknown"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_a_format_that_is_not_read_is_named(data, words):
    assert words in reason_of(data if len(data) in (0, 12) else data + bytes(600))


def test_a_format_that_is_read_in_part_is_named():
    assert reason_of(b"II*\0\x08\0\0\0" + bytes(60)).startswith("a TIFF file that is broken, or of a kind that")


# Animations that begin with nothing


def empty_first(kind, n_empty=1):
    empty, full = Image.new("RGBA", (4, 4)), Image.new("RGBA", (4, 4), (200, 30, 40, 255))
    options = {"lossless": True} if kind == "WEBP" else {}
    more = {
        "save_all": True,
        "append_images": [empty.copy()] * (n_empty - 1) + [full],
        "duration": 100,
        "disposal": 2,
    }
    return encoded(empty, kind, **options, **more)


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "TIFF"])
def test_the_first_frame_with_colours_is_read(kind):
    palette = extract_palette(empty_first(kind), 1)
    assert palette.hex == ["#c81e28"]
    assert palette.counts.tolist() == [16]


def test_an_animation_of_empty_frames_is_one_line():
    empty = encoded(Image.new("RGBA", (4, 4)), "WEBP", save_all=True, append_images=[Image.new("RGBA", (4, 4))] * 2)
    with pytest.raises(ImageError, match="none of its 16 pixels is opaque enough to have a colour"):
        extract_palette(empty)


def test_no_more_frames_are_tried_than_max_pixels_allows():
    data = empty_first("TIFF", n_empty=3)
    assert read_image(data, max_pixels=64).n_opaque == 16
    assert read_image(data, max_pixels=63).n_opaque == 0
