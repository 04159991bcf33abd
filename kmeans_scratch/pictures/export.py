"""What a palette writes into a file. All kinds are made from the document that the JSON file holds."""

import json
from html import escape
from struct import pack
from typing import Any

import numpy as np

SUFFIXES = (".json", ".css", ".gpl", ".ase", ".svg", ".png")


def encode(suffix: str, document: dict[str, Any], bar: np.ndarray) -> bytes:
    """Return the bytes of the file that a suffix names. The document is `Palette.as_dict()`."""
    if suffix == ".png":
        return png(bar)
    if suffix == ".ase":
        return as_ase(document)
    text = {".json": as_json, ".css": as_css, ".gpl": as_gpl, ".svg": as_svg}[suffix]
    return text(document).encode(errors="replace")


def as_json(document: dict[str, Any]) -> str:
    """Return the document itself."""
    return json.dumps(document, indent=2) + "\n"


def as_css(document: dict[str, Any]) -> str:
    """Return the palette as CSS variables, with their shares and names."""
    lines = [
        f"  --color-{number}: {color['hex']}; /* {color['proportion']:.1%}, {color['css']} */"
        for number, color in enumerate(document["colors"], start=1)
    ]
    return "\n".join([":root {", *lines, "}", ""])


def as_gpl(document: dict[str, Any]) -> str:
    """Return the palette as GIMP reads it: a line for each colour, with red, green, blue and a name."""
    lines = []
    for color in document["colors"]:
        red, green, blue = color["rgb"]
        lines.append(f"{red:>3} {green:>3} {blue:>3}\t{color['hex']} {color['proportion']:.1%}")
    return "\n".join(["GIMP Palette", f"Name: {document['image']}", f"Columns: {document['k']}", "#", *lines, ""])


def as_svg(document: dict[str, Any]) -> str:
    """Return the bar as a vector picture, 300 × 50. If a pointer is on a colour, its name and share are shown."""
    start, parts = 0.0, []
    for color in document["colors"]:
        width = 300 * color["proportion"]
        title = f"{color['hex']} {color['css']} {color['proportion']:.1%}"
        rect = f'<rect x="{start:.3f}" width="{width:.3f}" height="50" fill="{color["hex"]}">'
        parts.append(f"{rect}<title>{title}</title></rect>")
        start += width
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 50" width="300" height="50">'
    return "\n".join([head, f"<title>{escape(document['image'])}</title>", *parts, "</svg>", ""])


def as_ase(document: dict[str, Any]) -> bytes:
    """Return the palette as Adobe's programs read it: a head, and a block for each colour.

    A block holds a name in UTF-16, the model RGB, three numbers from 0 to 1, and a kind: 2 is an ordinary colour.
    """
    blocks = []
    for color in document["colors"]:
        name = f"{color['css']} {color['hex']}\0"
        channels = [value / 255 for value in color["rgb"]]
        body = pack(">H", len(name)) + name.encode("utf-16-be") + pack(">4s3fH", b"RGB ", *channels, 2)
        blocks.append(pack(">HI", 1, len(body)) + body)
    return pack(">4sHHI", b"ASEF", 1, 0, len(blocks)) + b"".join(blocks)


def png(pixels: np.ndarray) -> bytes:
    """Return the bytes of a PNG file of pixels, (h, w, 3) or (h, w, 4) uint8."""
    import imageio.v3 as iio

    return iio.imwrite("<bytes>", pixels, extension=".png")
