"""Any picture as pixels: `read_image` and `Picture`.

To k-means, a picture is a set of points: one for each pixel, at (red, green, blue). But files differ. They are grey,
CMYK or RGB, with 1 to 16 bits. Some lie on their side, and some are partly transparent. Here, all get the same form:

- **8-bit sRGB.** Three whole numbers from 0 to 255, as in ``#ff8000``. If a file has a colour profile, it is applied.
- **White stays white.** The largest value of a type becomes 255. The others are scaled and rounded: a bit becomes 0
  or 255, 16 bits are divided by 257 (65535 / 255), and a float from 0 to 1 is multiplied by 255.
- **Alpha is not a colour.** It says how opaque a pixel is. A pixel of alpha 0 has a colour too, often black. But
  nobody sees this colour, so it must not be in a palette. Alpha only decides which pixels take part.
"""

import os
from dataclasses import dataclass, field
from numbers import Real
from typing import BinaryIO

import numpy as np

from ..snapshot import read_only_copy
from ..text import one_line
from .decode import decode_frames
from .profiles import to_srgb
from .source import source_bytes, source_name

MAX_PIXELS = 64_000_000  # more than most cameras have. Such a picture takes 1 GiB of memory if it has few colours


class ImageError(ValueError):
    """A picture cannot be read. The message is one line: the name of the picture, and the reason."""


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture: the colours of its pixels, and which pixels take part.

    The arrays are read-only copies. Pixels that are not opaque have colours too, but these mean nothing.
    """

    rgb: np.ndarray = field(repr=False)  #: (h, w, 3) uint8
    opaque: np.ndarray = field(repr=False)  #: (h, w) bool: the pixels that take part
    name: str = "array"  #: the path or address it was read from, for messages
    note: str = field(default="", repr=False)  #: a warning, for example about a broken colour profile

    def __post_init__(self) -> None:
        """Copy the arrays, so that nobody can change this picture. Put the name into one line."""
        for attribute in ("rgb", "opaque"):
            object.__setattr__(self, attribute, read_only_copy(getattr(self, attribute)))
        # The name of a file can have line breaks. A message must not have any.
        object.__setattr__(self, "name", one_line(self.name))

    @property
    def height(self) -> int:
        """The number of rows."""
        return self.rgb.shape[0]

    @property
    def width(self) -> int:
        """The number of columns."""
        return self.rgb.shape[1]

    @property
    def n_pixels(self) -> int:
        """The number of pixels, opaque or not."""
        return self.opaque.size

    @property
    def n_opaque(self) -> int:
        """The number of pixels that take part."""
        return int(self.opaque.sum())

    @property
    def pixels(self) -> np.ndarray:
        """The opaque pixels, (n_opaque, 3) uint8, row by row. If all are opaque, this is no copy."""
        pixels = self.rgb.reshape(-1, 3)  # (n_pixels, 3)
        return pixels if self.opaque.all() else pixels[self.opaque.ravel()]


def opaque_pixels(picture: Picture) -> np.ndarray:
    """Return the pixels that take part, (n, 3) uint8. Raises ImageError if there is none."""
    if picture.n_opaque == 0:
        raise ImageError(f"{picture.name}: none of its {picture.n_pixels:,} pixels is opaque enough to have a colour")
    return picture.pixels


Source = str | os.PathLike[str] | bytes | BinaryIO | np.ndarray | Picture


def read_image(source: Source, *, opaque: float = 0.5, max_pixels: int = MAX_PIXELS, timeout: float = 10) -> Picture:
    """Read a picture from anywhere as 8-bit sRGB and a mask of opaque pixels.

    Parameters
    ----------
    source : a path; an address (``http(s):``, ``file:``, ``data:``); the bytes of a file; a file opened with mode
        "rb"; a Picture, which is returned unchanged; or an array. An array is (h, w) grey, (h, w, 2) grey and alpha,
        (h, w, 3) RGB or (h, w, 4) RGBA. Its values are bool, uint8, uint16 (0 to 65535), another integer (0 to 255)
        or float (0 to 1). If it is a masked array, masked pixels are left out.
    opaque : pixels whose opacity is below this number from 0 to 1 are left out.
    max_pixels : a file that claims more pixels is refused before it is decoded.
    timeout : the seconds for which a server may be silent. The whole download may take six times as long.

    An animation gives its first frame that is not empty. Photographs are turned upright. A colour profile is applied;
    if that fails, `Picture.note` says so. Of 16-bit *colour* (not grey), only the high byte is read. So a value can
    be wrong by 1.

    Raises ImageError if the source is no picture, is broken or cannot be reached. Raises it also if an array has
    another shape, another type, or values out of range (NaN too). Raises ValueError if `opaque` is not from 0 to 1.

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
    check_opaque(opaque)
    name = source_name(source)
    try:
        if isinstance(source, np.ndarray):
            frames = iter([(source, b"", "")])
        else:
            frames = decode_frames(source_bytes(source, timeout), max_pixels)
        for samples, profile, frame_note in frames:
            rgb, alpha = _split(samples)
            rgb, profile_note = to_srgb(rgb, profile)
            visible, notes = alpha >= opaque * 255, [frame_note, profile_note]
            if visible.any():  # otherwise this frame of an animation is empty; try the next one
                break
        return Picture(rgb, visible, name, "; ".join(filter(None, notes)))
    except ValueError as error:
        raise ImageError(one_line(f"{name}: {error}")) from None
    except MemoryError:
        raise ImageError(one_line(f"{name}: needs more memory than there is")) from None


def check_opaque(opaque: float) -> None:
    """Raise ValueError if the least opacity is not from 0 to 1."""
    if not isinstance(opaque, Real) or not 0 <= opaque <= 1:
        raise ValueError(f"opaque={opaque!r} should be a number from 0 to 1")


def _split(samples: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the colours (h, w, 3) and the alpha (h, w) of samples, both uint8. Masked pixels have alpha 0."""
    if samples.ndim not in (2, 3) or samples.shape[2:] not in ((), (1,), (2,), (3,), (4,)) or not samples.size:
        raise ImageError(f"shape {samples.shape} should be (h, w) or (h, w, 1 to 4), h and w at least 1")
    masked = np.ma.getmask(samples)
    samples = np.asarray(np.ma.filled(samples, 0))  # a plain array: a np.matrix cannot have three dimensions
    samples = np.atleast_3d(_to_uint8(samples))
    height, width, channels = samples.shape
    rgb = np.broadcast_to(samples[:, :, : 1 if channels < 3 else 3], (height, width, 3))
    alpha = samples[:, :, -1] if channels in (2, 4) else np.full((height, width), 255, dtype=np.uint8)
    if masked is not np.ma.nomask:
        alpha = np.where(masked.reshape(height, width, -1).any(axis=2), 0, alpha)
    return rgb, alpha


def _to_uint8(samples: np.ndarray) -> np.ndarray:
    """Scale samples so that the largest value of their type becomes 255."""
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
