"""The bytes of a file as samples: every format that Pillow reads.

imageio, too, reads pictures with Pillow. It is not used here, for three reasons. It has no option for the largest
size. If it reads a GIF, it changes a setting of Pillow for the whole process. It applies no colour profiles.

No global state is changed: each call compares its own limit with the size in the header.
"""

import re
import struct
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from .profiles import ink_to_rgb
from .unreadable import PREVIEW, describe_bytes, is_heif

if TYPE_CHECKING:
    from PIL.Image import Image

PNG = b"\x89PNG\r\n\x1a\n"
LEFT_OUT = {"EPS", "WMF", "BUFR", "GRIB", "HDF5", "MPEG"}  # Pillow cannot decode them, or runs Ghostscript for them
JPEG_2000 = b"\xff\x4f\xff\x51", b"\0\0\0\x0cjP  "
# Numbers of the tags of TIFF and EXIF.
SUBFILE_TYPE, BITS_PER_SAMPLE, PHOTOMETRIC, ORIENTATION, SUB_IFDS = 254, 258, 262, 274, 330

# For each mode of a file, the mode to ask Pillow for. All other modes (YCbCr, LAB, ...) become "RGB".
MODES = {mode: mode for mode in ("L", "LA", "RGB", "RGBA", "F", "I", "I;16", "I;16L", "I;16B", "I;16N")}
MODES |= {"1": "L", "La": "LA", "P": "RGBA", "PA": "RGBA", "RGBa": "RGBA"}


class RefusedError(ValueError):
    """A picture that is refused before it is decoded."""


def decode_frames(data: bytes, max_pixels: int) -> Iterator[tuple[np.ndarray, Any, str]]:
    """Yield each frame: its samples (h, w) or (h, w, 2 to 4), its colour profile (b"" for none), and a note.

    All frames together have at most max_pixels. Raises ValueError with the reason if data is no picture or is broken,
    and if it claims more than max_pixels.
    """
    try:
        check_sizes_inside(data, max_pixels)
        image = open_image(data)
        n_left = max_pixels
        check_size(image.size, max_pixels)
        while image.size[0] * image.size[1] <= n_left:
            n_left -= image.size[0] * image.size[1]
            yield *read_frame(image, data), PREVIEW if is_preview(image, data) else ""
            try:
                image.seek(image.tell() + 1)
            except EOFError:  # that was the last frame
                return
    except (RefusedError, MemoryError):
        raise
    except Exception as error:  # broken bytes make decoders fail in many ways
        raise ValueError(describe_error(error, max_pixels)) from None


def open_image(data: bytes) -> "Image":
    """Open a picture without decoding it. Raises RefusedError if its format is unknown.

    This does the same as PIL.Image.open, but without the limit of Pillow, which all threads share.
    """
    from PIL import Image  # here, so that importing this package loads NumPy alone

    Image.preinit()  # the common formats first
    Image.init()
    openers = [(kind, *Image.OPEN[kind]) for kind in tuple(Image.ID) if kind not in LEFT_OUT]
    if is_heif(data):
        with suppress(ImportError):
            from pillow_heif import HeifImageFile

            openers.insert(0, ("HEIC", HeifImageFile, is_heif))
    reason = ""
    for kind, opener, accepts in openers:
        accepted = accepts is None or accepts(data[:16])
        if accepted and not isinstance(accepted, str):  # text means that this Pillow lacks the format
            try:
                return opener(BytesIO(data), "")
            except (SyntaxError, IndexError, TypeError, struct.error) as error:
                if accepts is not None:
                    reason = f"a {kind} file that is broken, or of a kind that Pillow does not read: {error}"
    raise RefusedError(describe_bytes(data, reason))


def check_size(size: tuple[int, int], max_pixels: int) -> None:
    """Raise RefusedError if a picture has more than max_pixels."""
    n_pixels = size[0] * size[1]
    if n_pixels > max_pixels:
        raise RefusedError(f"it claims {n_pixels} pixels, more than max_pixels={max_pixels}")


def check_sizes_inside(data: bytes, max_pixels: int) -> None:
    """Check the sizes of a WebP and of the pictures in an icon: Pillow takes memory for them when it opens a file."""
    with suppress(struct.error):  # the file is cut short, and Pillow will raise an error
        for size in sizes_inside(data):
            check_size(size, max_pixels)


def sizes_inside(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield the width and height of each picture in an icon (ICO, ICNS), or of a WebP."""
    if data.startswith(b"\0\0\1\0"):
        for entry in range(struct.unpack_from("<H", data, 4)[0]):
            start = struct.unpack_from("<I", data, 6 + 16 * entry + 12)[0]
            if data.startswith(PNG, start):
                yield struct.unpack_from(">II", data, start + 16)
            else:
                width, height = struct.unpack_from("<ii", data, start + 4)
                yield width, abs(height) // 2  # one half is for the colours, the other for transparency
    elif data.startswith(b"icns"):
        start = 8
        while start < len(data):
            length = max(8, struct.unpack_from(">I", data, start + 4)[0])
            if data.startswith((PNG, *JPEG_2000), start + 8):
                yield open_image(data[start + 8 : start + length]).size
            start += length
    elif data.startswith(b"RIFF") and data[8:15] == b"WEBPVP8":
        kind = data[15:16]
        if kind == b"X":
            sides = struct.unpack_from("<HBHB", data, 24)
            yield sides[0] + (sides[1] << 16) + 1, sides[2] + (sides[3] << 16) + 1
        elif kind == b"L":
            bits = struct.unpack_from("<I", data, 21)[0]
            yield (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        else:
            width, height = struct.unpack_from("<HH", data, 26)
            yield width & 0x3FFF, height & 0x3FFF


def describe_error(error: Exception, max_pixels: int) -> str:
    """Return what is wrong with a picture, from the error of its decoder."""
    from PIL.Image import DecompressionBombError, DecompressionBombWarning

    if isinstance(error, DecompressionBombError | DecompressionBombWarning):  # Pillow's limit, in some formats
        n_pixels = int(re.findall(r"\d+", str(error))[0])
        limit = f"max_pixels={max_pixels}" if n_pixels > max_pixels else "PIL.Image.MAX_IMAGE_PIXELS allows"
        return f"it claims {n_pixels} pixels, more than {limit}"
    return f"broken or cut short: {str(error) or type(error).__name__}"


def read_frame(image: Any, data: bytes) -> tuple[np.ndarray, Any]:
    """Decode the current frame of an image. Return its samples, and the profile that is still to be applied."""
    image.load()
    mode, profile, tags = image.mode, image.info.get("icc_profile", b""), getattr(image, "tag_v2", {})
    if mode == "P" and image.palette is None:
        raise ValueError("it has no palette")
    if mode == "CMYK":
        samples, profile = ink_to_rgb(image, profile)
    else:
        samples = np.asarray(image.convert(MODES.get(mode, "RGB")))
    if mode == "I" and 0 <= samples.min() and samples.max() <= 65535:
        samples = samples.astype(np.uint16)  # 16-bit grey, which some formats give as 32-bit integers
    if mode == "I;16" and tags.get(BITS_PER_SAMPLE) == (12,):
        samples = samples << 4 | samples >> 8  # white, which is 4095, becomes 65535
    if mode.startswith(("I;16", "F")) and tags.get(PHOTOMETRIC) == 0:
        samples = (65535 if samples.dtype == np.uint16 else 1) - samples  # 0 is white; Pillow inverts 8 bits only
    if "transparency" in image.info and mode in ("1", "L", "I;16", "RGB"):
        samples = add_alpha(samples, image.info["transparency"], data)
    return turn_upright(samples, orientation_of(image)), profile


def is_preview(image: Any, data: bytes) -> bool:
    """Tell whether a TIFF is a raw photograph (DNG, NEF, ARW, CR2, ...). Pillow reads only the preview in it."""
    tags = getattr(image, "tag_v2", {})
    return (tags.get(SUBFILE_TYPE) == 1 and SUB_IFDS in tags) or data[8:11] == b"CR\2"


def add_alpha(samples: np.ndarray, transparent: Any, data: bytes) -> np.ndarray:
    """Add an alpha channel that is 0 where the samples have the transparent colour."""
    # Pillow scales grey of 1, 2 or 4 bits to 8 bits, and RGB of 16 bits too. But it does not scale the transparent
    # colour. (The newest Pillow scales it for 1 bit.)
    top = np.iinfo(samples.dtype).max
    depth = data[24] if data.startswith(PNG) else 8
    scale = {1: 255, 2: 85, 4: 17, 16: (top + 1) / 65536}.get(depth, 1)
    hidden = (np.atleast_3d(samples) == np.minimum(np.multiply(transparent, scale) // 1, top)).all(axis=2)
    return np.dstack([samples, np.where(hidden, 0, top).astype(samples.dtype)])


def orientation_of(image: Any) -> int | None:
    """Return the orientation of a photograph, from 1 to 8. Return None if EXIF is broken or has no orientation.

    Call this after decoding. Pillow turns TIFF files itself, and then removes the number. In a PNG, EXIF can be last.
    """
    try:
        return image.getexif().get(ORIENTATION)
    except Exception:  # broken EXIF is no reason to refuse a picture
        return None


def turn_upright(samples: np.ndarray, orientation: int | None) -> np.ndarray:
    """Return samples mirrored and turned as EXIF says."""
    if orientation in (5, 6, 7, 8):  # lying on its side
        samples = samples.swapaxes(0, 1)
    if orientation in (2, 3, 6, 7):
        samples = samples[:, ::-1]
    if orientation in (3, 4, 7, 8):
        samples = samples[::-1]
    return samples
