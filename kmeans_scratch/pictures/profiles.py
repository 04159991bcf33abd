"""Colour profiles (ICC): which colours the numbers in a file stand for, and how they become sRGB.

The red of sRGB is (255, 0, 0). A phone writes the same red as (234, 51, 35), together with a profile: Display P3.
LittleCMS, which comes with Pillow, converts the numbers. White stays white and black stays black: the conversion is
relative colorimetric with black point compensation, as in programs for photographs.
"""

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from PIL.Image import Image

NOTE = "its colour profile cannot be applied: the numbers are read as sRGB"
NO_CHANGE = 2  # levels: if a profile changes colours by no more than this, it counts as sRGB, and nothing is changed
CHUNK = 2**20  # pixels that are converted at a time, to save memory


def to_srgb(rgb: np.ndarray, profile: Any) -> tuple[np.ndarray, str]:
    """Return colours, (h, w, 3) uint8, converted to sRGB, and a note, which is "" if all went well.

    If there is no profile (b""), or that of sRGB, the colours stay the same. If the profile is broken, or is not for
    RGB or grey, they stay the same too, and the note says so.
    """
    if profile == b"":
        return rgb, ""
    convert = conversion(profile, {"RGB": "RGB"})
    if convert is not None:
        steps = np.linspace(0, 255, 9).astype(np.uint8)
        some = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(27, 27, 3)
        return (rgb, "") if nearly_equal(convert(some), some) else (in_chunks(convert, rgb), "")
    convert = conversion(profile, {"GRAY": "L"})
    if convert is not None and (rgb[..., 0] == rgb[..., 1]).all() and (rgb[..., 1] == rgb[..., 2]).all():
        greys = np.arange(256, dtype=np.uint8)
        table = convert(greys[None])[0]  # (256, 3)
        return (rgb, "") if nearly_equal(table, greys[:, None]) else (table[rgb[..., 0]], "")
    return rgb, NOTE


def ink_to_rgb(image: "Image", profile: Any) -> tuple[np.ndarray, Any]:
    """Return a CMYK picture as sRGB, (h, w, 3) uint8, by its profile. If it has none, Pillow's formula is used.

    Return also the profile to pass to `to_srgb`: b"" if nothing is left to do, None if the profile cannot be applied.
    """
    convert = conversion(profile, {"CMYK": "CMYK"}) if profile else None
    if convert is not None:
        return in_chunks(convert, np.asarray(image)), b""
    return np.asarray(image.convert("RGB")), b"" if profile == b"" else None


def conversion(profile: Any, modes: dict[str, str]) -> Callable[[np.ndarray], np.ndarray] | None:
    """Return the function that converts pixels from a profile to sRGB; None if the profile cannot be applied.

    The keys of `modes` are the colour spaces that the profile may have. The values are Pillow's names for them.
    """
    try:
        from PIL import ImageCms
        from PIL.Image import fromarray

        opened = ImageCms.ImageCmsProfile(BytesIO(profile))
        mode = modes[opened.profile.xcolor_space.strip()]
        intent, flags = ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION
        srgb = ImageCms.createProfile("sRGB")
        transform = ImageCms.buildTransform(opened, srgb, mode, "RGB", intent, flags)
    except Exception:  # broken profiles fail in many ways
        return None

    return lambda pixels: np.asarray(transform.apply(fromarray(np.ascontiguousarray(pixels), mode)))


def in_chunks(convert: Callable[[np.ndarray], np.ndarray], pixels: np.ndarray) -> np.ndarray:
    """Convert pixels, (h, w, 3 or 4) uint8, some rows at a time. Return (h, w, 3) uint8."""
    height, width, _ = pixels.shape
    converted = np.empty((height, width, 3), dtype=np.uint8)
    n_rows = max(1, CHUNK // width)
    for top in range(0, height, n_rows):
        converted[top : top + n_rows] = convert(pixels[top : top + n_rows])
    return converted


def nearly_equal(one: np.ndarray, other: np.ndarray) -> bool:
    """Tell whether two arrays of colours differ by NO_CHANGE at most."""
    return bool(np.abs(one.astype(int) - other).max() <= NO_CHANGE)
