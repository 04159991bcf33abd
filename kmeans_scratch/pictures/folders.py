"""The pictures in a folder and in its subfolders."""

import os
from functools import cache

from .decode import LEFT_OUT

HEIF = {".heic", ".heif", ".hif"}  # Pillow knows these only if the extra `heif` is installed


def pictures_in(folder: str) -> list[str]:
    """Return the paths of all files with the suffix of a picture, sorted. Subfolders are searched too.

    Files and folders whose names begin with a dot are left out, and links to folders are not followed. If a subfolder
    cannot be read, its path is among the results: reading it gives the reason.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     for name in ("b.JPG", "a.png", "notes.txt", ".hidden.png"):
    ...         open(os.path.join(folder, name), "w").close()
    ...     [os.path.basename(path) for path in pictures_in(folder)]
    ['a.png', 'b.JPG']
    """
    found: list[str] = []

    def unreadable(error: OSError) -> None:
        found.append(error.filename)

    for inside, folders, files in os.walk(folder, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        names = [name for name in files if not name.startswith(".")]
        found += [os.path.join(inside, name) for name in names if os.path.splitext(name)[1].lower() in suffixes()]
    return sorted(found)


@cache
def suffixes() -> frozenset[str]:
    """Return the suffixes of all formats that can be read, in lower case."""
    from PIL import Image  # here, so that importing this package loads NumPy alone

    Image.init()
    known = Image.registered_extensions().items()
    return frozenset(HEIF | {suffix for suffix, kind in known if kind in Image.OPEN and kind not in LEFT_OUT})
