"""Any picture as pixels: `read_image` and `Picture`.

k-means sees a picture as points, one for each pixel, at (red, green, blue). Files are less uniform: greys, inks,
palettes, one bit or sixteen, lying on their side, half transparent. This module makes them all the same:

- **8-bit RGB.** Three whole numbers from 0 to 255, as screens show colours and as people write them (``#ff8000``).
- **White stays white.** The largest value that the source can hold becomes 255 and the rest follows, rounded: a bit
  is 0 or 255, 16 bits are divided by 257 (65535 / 255), a share from 0 to 1 is multiplied by 255.
- **Alpha is not a colour.** It is how much of a pixel hides what lies behind. Under alpha 0, editors leave any colour
  at all, often black, and a palette would show it. So alpha only decides which pixels take part: `Picture.opaque`.
"""

import logging
import os
import re
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from numbers import Real
from typing import Any, BinaryIO

import numpy as np

from ..text import one_line
from .source import source_bytes, source_name

MAX_PIXELS = 64_000_000  # more than most cameras have; with few colours so many take 1 GiB on their way to a palette
_NOWHERE = logging.NullHandler()

# What to ask for in place of each of Pillow's modes; None: as it is. All others (CMYK, YCbCr, LAB) become "RGB".
_MODES = dict.fromkeys(["L", "LA", "RGB", "F", "I", "I;16", "I;16L", "I;16B", "I;16N"])
_MODES |= {"1": "L", "La": "LA", "P": "RGBA", "PA": "RGBA", "RGBa": "RGBA"}
_MODES["RGBA"] = "RGBA"  # which an ICNS claims to be until it is decoded, whatever is in it


class ImageError(ValueError):
    """A picture that cannot be read: one line, its name and the reason."""


@dataclass(frozen=True, eq=False)
class Picture:
    """Colours `rgb` (h, w, 3) uint8, `opaque` (h, w) bool for the pixels that take part, and a `name` for messages.

    The arrays are read-only copies. What `rgb` holds where `opaque` is False means nothing.
    """

    rgb: np.ndarray = field(repr=False)
    opaque: np.ndarray = field(repr=False)
    name: str = "array"

    def __post_init__(self) -> None:
        """Copy the arrays, so that nobody can change this picture, and make the name one line."""
        for attribute in ("rgb", "opaque"):
            copy = np.array(getattr(self, attribute), order="C")
            copy.flags.writeable = False
            object.__setattr__(self, attribute, copy)
        # A file's name may hold line breaks; a message, and a line in a file, must not.
        object.__setattr__(self, "name", one_line(self.name))

    @property
    def height(self) -> int:
        """Rows of pixels."""
        return self.rgb.shape[0]

    @property
    def width(self) -> int:
        """Columns of pixels."""
        return self.rgb.shape[1]

    @property
    def n_pixels(self) -> int:
        """All pixels, opaque or not."""
        return self.opaque.size

    @property
    def n_opaque(self) -> int:
        """Pixels that take part."""
        return int(self.opaque.sum())

    @property
    def pixels(self) -> np.ndarray:
        """The opaque pixels (n_opaque, 3) uint8 in reading order; no copy when all are opaque."""
        pixels = self.rgb.reshape(-1, 3)  # (n_pixels, 3)
        return pixels if self.opaque.all() else pixels[self.opaque.ravel()]


def opaque_pixels(picture: Picture) -> np.ndarray:
    """Return the pixels that take part, (n, 3) uint8. Raises ImageError where there is none."""
    if picture.n_opaque == 0:
        raise ImageError(f"{picture.name}: none of its {picture.n_pixels:,} pixels is opaque enough to have a colour")
    return picture.pixels


Source = str | os.PathLike[str] | bytes | BinaryIO | np.ndarray | Picture


def read_image(source: Source, *, opaque: float = 0.5, max_pixels: int = MAX_PIXELS, timeout: float = 10) -> Picture:
    """Read a picture, wherever it is and whatever it is made of, as 8-bit RGB and a mask of opaque pixels.

    `source` is a path, an ``http(s)://`` address, the bytes of a file, a file opened with mode "rb", or an array:
    (h, w) grey, (h, w, 2) grey and alpha, (h, w, 3) RGB, (h, w, 4) RGBA; bool, uint8, uint16 (0 to 65535), another
    integer (0 to 255), or float (0 to 1). A Picture is returned as it is. Animations give their first frame, and
    photographs are turned upright. The decoder cuts 16-bit *colour* (not grey) to its high byte: it can be 1 off.

    Pixels whose opacity is under `opaque`, a share from 0 to 1, are left out. A file of more than `max_pixels` is
    refused before it is decoded. An address may keep silent for `timeout` seconds, and take six times as long in all.

    Raises ImageError for what is no picture, is broken or cannot be reached, and for arrays of another shape, dtype
    or range (NaN too); ValueError for an `opaque` that is no share.

    >>> picture = read_image(np.array([[[255, 128, 0, 255], [9, 9, 9, 0]]]))  # orange, and a transparent pixel
    >>> picture.width, picture.n_opaque, picture.pixels
    (2, 1, array([[255, 128,   0]], dtype=uint8))
    >>> read_image(np.array([[0.0, 0.5, 1.0]])).rgb[:, :, 0]
    array([[  0, 128, 255]], dtype=uint8)
    >>> read_image(np.array([[0, 999]]))
    Traceback (most recent call last):
    kmeans_scratch.pictures.image.ImageError: array: values from 0 to 999 should be from 0 to 255 in an array of int64
    """
    if isinstance(source, Picture):
        return source
    if not isinstance(opaque, Real) or not 0 <= opaque <= 1:
        raise ValueError(f"opaque={opaque!r} should be a share from 0 to 1")
    name = source_name(source)
    try:
        samples = source if isinstance(source, np.ndarray) else _decode(source_bytes(source, timeout), max_pixels)
        rgb, alpha = _split(np.asarray(samples))
        return Picture(rgb, alpha >= opaque * 255, name)
    except ValueError as error:
        raise ImageError(one_line(f"{name}: {error}")) from None
    except MemoryError:
        raise ImageError(one_line(f"{name}: needs more memory than there is")) from None


def _decode(data: bytes, max_pixels: int) -> np.ndarray:
    import imageio.v3 as iio  # here, so that importing this package loads NumPy alone

    if data.startswith((b"%!PS", b"\xc5\xd0\xd3\xc6")):  # Pillow would have Ghostscript run it, be it for ever
        raise ImageError("a PostScript program, which is not run")
    try:
        with _at_most(max_pixels), _hushed(), iio.imopen(data, "r", plugin="pillow") as file:
            return _first_frame(file, data)
    except Exception as error:  # decoders stumble over broken bytes in every way there is
        raise ImageError(_reason(error, data, max_pixels)) from None


def _reason(error: BaseException, data: bytes, max_pixels: int) -> str:
    from imageio.core.request import InitializationError
    from PIL.Image import DecompressionBombError

    while isinstance(error, OSError) and error.__cause__ is not None:
        error = error.__cause__  # imageio wraps what goes wrong while it opens a file
    if isinstance(error, MemoryError):
        raise error
    if isinstance(error, DecompressionBombError):
        claim = re.search(r"\d+", str(error))[0]
        return f"it claims {claim} pixels, more than max_pixels={max_pixels}"
    if isinstance(error, InitializationError):
        text = data[:10_000].replace(b"\0", b"").lower()  # in UTF-16 too; a long comment may come first
        html = any(tag in text for tag in (b"<!doctype html", b"<html"))
        what = "but a web page: give the address of the image itself" if html else "or of an unknown format"
        return f"not an image, {what}"
    return f"broken or cut short: {str(error) or type(error).__name__}"


@contextmanager
def _at_most(max_pixels: int) -> Iterator[None]:
    """Have Pillow refuse larger pictures, also inside of others, as in icons, before it makes room for them."""
    from PIL import Image  # only for its limit, a global that imageio has no option for

    before, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, max_pixels / 2  # it refuses at twice its limit
    try:
        yield
    finally:
        Image.MAX_IMAGE_PIXELS = before


@contextmanager
def _hushed() -> Iterator[None]:
    """Keep decoders from talking past us: in warnings, in logs and, as libtiff does, straight to stderr."""
    logging.getLogger("PIL").addHandler(_NOWHERE)  # once, however often; who has set up logging still sees it
    with warnings.catch_warnings(), ExitStack() as restored:
        warnings.simplefilter("ignore")
        with suppress(OSError):  # stderr may be closed
            stderr = os.dup(2)
            restored.callback(os.close, stderr)
            restored.callback(os.dup2, stderr, 2)
            with open(os.devnull, "wb") as nowhere:
                os.dup2(nowhere.fileno(), 2)
        yield


def _first_frame(file: Any, data: bytes) -> np.ndarray:
    try:
        info = file.metadata(index=0)
    except SyntaxError as error:
        if "not a TIFF file" not in str(error):
            raise
        info = file.metadata(index=0)  # a bad EXIF block, which is a small TIFF, only fails when first looked at
    mode = info["mode"]
    samples = file.read(index=0, mode=_MODES.get(mode, "RGB"), writeable_output=False)
    if mode == "I" and 0 <= samples.min() and samples.max() <= 65535:
        samples = samples.astype(np.uint16)  # 16-bit grey, given as 32-bit integers by some formats
    if mode == "I;16" and info.get("BitsPerSample") == 12:
        samples = samples << 4 | samples >> 8  # 4095, their white, becomes 65535
    if mode.startswith(("I;16", "F")) and info.get("PhotometricInterpretation") == 0:
        samples = (65535 if samples.dtype == np.uint16 else 1) - samples  # 0 is white: Pillow knows for 8 bits only
    if "transparency" in info and mode in ("1", "L", "I;16", "RGB"):
        samples = _with_alpha(samples, info["transparency"], data)
    # Asked for only now: a TIFF is turned by Pillow while it decodes, which then forgets the orientation.
    return _upright(samples, file.metadata(index=0, exclude_applied=False).get("Orientation"))


def _with_alpha(samples: np.ndarray, transparent: Any, data: bytes) -> np.ndarray:
    # Pillow scales grey of 1, 2, 4 bits and RGB of 16 to 8 bits, but not the transparent colour (1 bit: newest only).
    top = np.iinfo(samples.dtype).max
    depth = data[24] if data.startswith(b"\x89PNG") else 8
    scale = {1: 255, 2: 85, 4: 17, 16: (top + 1) / 65536}.get(depth, 1)
    hidden = (np.atleast_3d(samples) == np.minimum(np.multiply(transparent, scale) // 1, top)).all(axis=2)
    return np.dstack([samples, np.where(hidden, 0, top).astype(samples.dtype)])


def _upright(samples: np.ndarray, orientation: int | None) -> np.ndarray:
    if orientation in (5, 6, 7, 8):  # lying on its side
        samples = samples.swapaxes(0, 1)
    if orientation in (2, 3, 6, 7):
        samples = samples[:, ::-1]
    if orientation in (3, 4, 7, 8):
        samples = samples[::-1]
    return samples


def _split(samples: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    if samples.ndim not in (2, 3) or samples.shape[2:] not in ((), (1,), (2,), (3,), (4,)) or not samples.size:
        raise ImageError(f"shape {samples.shape} should be (h, w) or (h, w, 1 to 4), h and w at least 1")
    samples = np.atleast_3d(_to_uint8(samples))
    height, width, channels = samples.shape
    rgb = np.broadcast_to(samples[:, :, : 1 if channels < 3 else 3], (height, width, 3))
    alpha = samples[:, :, -1] if channels in (2, 4) else np.full((height, width), 255, dtype=np.uint8)
    return rgb, alpha


def _to_uint8(samples: np.ndarray) -> np.ndarray:
    if samples.dtype == np.uint8:
        return samples
    kind, size = samples.dtype.kind, samples.dtype.itemsize
    top = 65535 if (kind, size) == ("u", 2) else {"b": 1, "f": 1, "i": 255, "u": 255}.get(kind)
    if top is None:
        raise ImageError(f"dtype {samples.dtype} should be bool, an integer or a float")
    low, high = samples.min(), samples.max()
    if not (low >= 0 and high <= top):  # written so that NaN is refused
        raise ImageError(f"values from {low} to {high} should be from 0 to {top} in an array of {samples.dtype}")
    scaled = np.multiply(samples, 255 / top, dtype=np.float32)  # exact enough for 16 bits, in half the memory
    return np.rint(scaled, out=scaled).astype(np.uint8)
