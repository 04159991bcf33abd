"""Say which kind of file cannot be read, and what to do with it."""

from importlib.util import find_spec

UNKNOWN = "not an image, or its format is unknown"
FILM = "a film, not a picture: save one of its frames as a PNG"
RAW = "a raw photograph: export it as JPEG or TIFF with the program of the camera"
PREVIEW = "a raw photograph: the colours are those of the preview in it"
NOT_READ = "a picture in the format {}, which Pillow does not read: save it as a PNG"

# For each format: where its signature begins, the signature, and the text about it.
SIGNATURES = [
    (0, b"%!PS", "a PostScript program, which is not run: export it as a PNG"),
    (0, b"\xc5\xd0\xd3\xc6", "a PostScript program, which is not run: export it as a PNG"),
    (0, b"%PDF-", "a PDF document: export its page as a PNG"),
    (0, b"PK\3\4", "a ZIP archive, or a document in that format: unpack it, and use a picture from it"),
    (0, b"\x1f\x8b", "compressed by gzip: unpack it"),
    (0, b"\0\0\0\x0cJXL ", NOT_READ.format("JPEG XL")),
    (0, b"\xff\x0a", NOT_READ.format("JPEG XL")),
    (0, b"II\xbc\x01", NOT_READ.format("JPEG XR")),
    (0, b"AT&TFORM", "a DjVu document: export its page as a PNG"),
    (0, b"v/1\x01", NOT_READ.format("OpenEXR")),
    (0, b"#?RADIANCE", NOT_READ.format("Radiance HDR")),
    (0, b"#?RGBE", NOT_READ.format("Radiance HDR")),
    (0, b"gimp xcf", NOT_READ.format("GIMP (XCF)")),
    (128, b"DICM", NOT_READ.format("DICOM")),
    (0, b"\xd7\xcd\xc6\x9a", NOT_READ.format("Windows metafile (WMF)")),
    (40, b" EMF", NOT_READ.format("Windows metafile (EMF)")),
    (0, b"FUJIFILMCCD-RAW", RAW),
    (0, b"IIU\0", RAW),
    (0, b"IIRO", RAW),
    (0, b"IIRS", RAW),
    (0, b"MMOR", RAW),
    (0, b"FOVb", RAW),
    (0, b"\x1a\x45\xdf\xa3", FILM),
    (0, b"\0\0\1\xba", FILM),
    (0, b"\0\0\1\xb3", FILM),
    (8, b"AVI LIST", FILM),
    (0, b"FLV", FILM),
]
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
AVIF_BRANDS = {b"avif", b"avis"}


def brands_of(data: bytes) -> list[bytes]:
    """Return the brands of a file of the ISO family (HEIC, AVIF, MP4, ...), the main one first; [] for other files.

    >>> brands_of(b"\\0\\0\\0\\x18ftypheic\\0\\0\\0\\0mif1heic")
    [b'heic', b'mif1', b'heic']
    """
    if data[4:8] != b"ftyp":
        return []
    end = min(int.from_bytes(data[:4], "big"), 256)
    return [data[8:12], *(data[start : start + 4] for start in range(16, end, 4))]


def is_heif(data: bytes) -> bool:
    """Tell whether data is HEIC, the format of many phones, or a variant of it. AVIF does not count."""
    brands = brands_of(data)
    return bool(HEIF_BRANDS.intersection(brands)) and not AVIF_BRANDS.intersection(brands)


def describe_bytes(data: bytes, reason: str = "") -> str:
    """Describe a file that could not be opened. If it looks like a picture, `reason` says why that failed.

    >>> describe_bytes(b"%PDF-1.7")
    'a PDF document: export its page as a PNG'
    """
    for start, signature, name in SIGNATURES:
        if data.startswith(signature, start):
            return name
    brands = brands_of(data)
    if is_heif(data) and find_spec("pillow_heif") is None:
        return "a HEIC photograph, which needs the extra 'heif': pip install 'kmeans-scratch[heif]'"
    if AVIF_BRANDS.intersection(brands) and not reason:
        return "an AVIF picture, which needs Pillow 11.3 or later: pip install --upgrade pillow"
    if brands and not is_heif(data) and not AVIF_BRANDS.intersection(brands):
        return RAW if brands[0] == b"crx " else FILM
    text = data[:10_000].replace(b"\0", b"").lower()  # in UTF-16 too; a long comment may come first
    if b"<!doctype html" in text or b"<html" in text:
        return "not an image, but a web page: give the address of the image itself"
    if b"<svg" in text:
        return "an SVG drawing, which has no pixels: export it as a PNG"
    return reason or UNKNOWN
