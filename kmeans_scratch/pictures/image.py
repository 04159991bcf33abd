"""Any picture as pixels: `read_image` and `Picture`.

k-means sees a picture as points, one for each pixel, at (red, green, blue). Files are less uniform: greys, inks,
palettes, one bit or sixteen, lying on their side, half transparent. This module makes them all the same:

- **8-bit RGB.** Three whole numbers from 0 to 255, as screens show colours and as people write them (``#ff8000``).
- **White stays white.** The largest value that the source can hold becomes 255 and the rest follows, rounded: a bit
  is 0 or 255, 16 bits are divided by 257 (65535 / 255), a share from 0 to 1 is multiplied by 255.
- **Alpha is not a colour.** It is how much of a pixel hides what lies behind. Under alpha 0, editors leave any colour
  at all, often black, and a palette would show it. So alpha only decides which pixels take part: `Picture.opaque`.
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

MAX_PIXELS = 64_000_000  # more than most cameras have; with few colours so many take 1 GiB on their way to a palette


class ImageError(ValueError):
    """A picture that cannot be read: one line, its name and the reason."""


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture: its colours, and which of its pixels take part.

    The arrays are read-only copies. Pixels that are not opaque have colours too, but these mean nothing.
    """

    rgb: np.ndarray = field(repr=False)  #: (h, w, 3) uint8
    opaque: np.ndarray = field(repr=False)  #: (h, w) bool: the pixels that take part
    name: str = "array"  #: where it comes from, for messages
    note: str = field(default="", repr=False)  #: what could not be read as it was meant, such as a colour profile

    def __post_init__(self) -> None:
        """Copy the arrays, so that nobody can change this picture, and make the name one line."""
        for attribute in ("rgb", "opaque"):
            object.__setattr__(self, attribute, read_only_copy(getattr(self, attribute)))
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
        if isinstance(source, np.ndarray):
            frames = iter([(source, b"", "")])
        else:
            frames = decode_frames(source_bytes(source, timeout), max_pixels)
        for samples, profile, frame_note in frames:
            rgb, alpha = _split(samples)
            rgb, profile_note = to_srgb(rgb, profile)
            visible, notes = alpha >= opaque * 255, [frame_note, profile_note]
            if visible.any():  # otherwise an animation begins with an empty frame, and the next is tried
                break
        return Picture(rgb, visible, name, "; ".join(filter(None, notes)))
    except ValueError as error:
        raise ImageError(one_line(f"{name}: {error}")) from None
    except MemoryError:
        raise ImageError(one_line(f"{name}: needs more memory than there is")) from None


def _split(samples: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Split samples into colours, (h, w, 3) uint8, and alpha, (h, w) uint8: 0 where a masked array is masked."""
    if samples.ndim not in (2, 3) or samples.shape[2:] not in ((), (1,), (2,), (3,), (4,)) or not samples.size:
        raise ImageError(f"shape {samples.shape} should be (h, w) or (h, w, 1 to 4), h and w at least 1")
    masked = np.ma.getmask(samples)
    samples = np.asarray(np.ma.filled(samples, 0))  # no np.matrix either, which is two-dimensional for ever
    samples = np.atleast_3d(_to_uint8(samples))
    height, width, channels = samples.shape
    rgb = np.broadcast_to(samples[:, :, : 1 if channels < 3 else 3], (height, width, 3))
    alpha = samples[:, :, -1] if channels in (2, 4) else np.full((height, width), 255, dtype=np.uint8)
    if masked is not np.ma.nomask:
        alpha = np.where(masked.reshape(height, width, -1).any(axis=2), 0, alpha)
    return rgb, alpha


def _to_uint8(samples: np.ndarray) -> np.ndarray:
    """Scale samples so that the largest value that their type is for becomes 255."""
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
