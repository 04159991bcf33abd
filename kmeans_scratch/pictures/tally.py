"""A tally: the counts of all colours so far, the pictures that are in them, and the file that keeps both.

The file is an ordinary `.npz` of NumPy. It holds the codes of the colours and their counts, and the path, the size
and the time of each picture. Counts and pictures are always written together, so they never disagree.
"""

import os
from collections.abc import Sequence
from io import RawIOBase
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from ..text import one_line, plural
from .output import whole_file
from .source import DATA, FILE, WEB, path_of, source_name, starts_with

N_COLORS = 2**24  # of three bytes each


class CountsError(ValueError):
    """A file of counts that does not fit: one line with its name and the reason."""

    def __init__(self, path: str | os.PathLike[str], reason: str) -> None:
        """Put name and reason into one line, whatever characters they have."""
        super().__init__(one_line(f"{os.fspath(path)}: {reason}"))


class Tally:
    """How often each colour was seen, in a table with one place for each possible colour.

    >>> tally = Tally(n_pictures=1)
    >>> tally.add(np.array([7, 3, 7]), None, {0: (1200, 0)})
    >>> tally.seen()
    (array([3, 7], dtype=uint32), array([1, 2]))
    """

    def __init__(self, n_pictures: int) -> None:
        """Begin with no picture counted."""
        self.table = np.zeros(N_COLORS, np.int64)  # 128 MiB; the system gives memory only where numbers are written
        self.stamps = np.zeros((n_pictures, 2), np.int64)  #: the size and the time of the file of each picture
        self.counted = np.zeros(n_pictures, bool)
        self.whole = True  #: False in the middle of adding, when table and `counted` disagree

    def add(self, codes: np.ndarray, counts: np.ndarray | None, stamps: dict[int, tuple[int, int]]) -> None:
        """Add codes of colours, (m,), with their counts or one for each, and the pictures that they come from."""
        self.whole = False
        # A number of another type than that of the table would be added many times more slowly.
        np.add.at(self.table, codes, np.int64(1) if counts is None else counts.astype(np.int64, copy=False))
        for number, stamp in stamps.items():
            self.stamps[number], self.counted[number] = stamp, True
        self.whole = True

    def seen(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the codes of the colours that were seen, (m,) uint32, sorted, and their counts, (m,) int64."""
        codes = np.flatnonzero(self.table)
        return codes.astype(np.uint32), self.table[codes]


def stamp_of(source: Any) -> tuple[int, int]:
    """Return the size of a file in bytes and the time of its last change in nanoseconds; (0, 0) if it is no file."""
    if (path := file_of(source)) is None:
        return 0, 0
    try:
        found = os.stat(path)
    except OSError:  # reading it will say why
        return 0, 0
    return found.st_size, found.st_mtime_ns


def file_of(source: Any) -> str | None:
    """Return the path of a source, without links to other places; None if it is not a path.

    >>> file_of("https://example.org/photo.jpg") is None
    True
    """
    if not isinstance(source, (str, os.PathLike)) or (isinstance(source, str) and starts_with(source, (*WEB, DATA))):
        return None
    if isinstance(source, str) and starts_with(source, FILE):
        source = path_of(source)
    return os.path.abspath(os.fsdecode(source))


def paths_of(sources: Sequence[Any]) -> list[bytes]:
    """Return the path of each source. Raises ValueError if one is no path, or if two are the same."""
    paths = []
    for source in sources:
        if (path := file_of(source)) is None:
            raise ValueError(f"{source_name(source)}: only files can be resumed, because they have a size and a time")
        paths.append(os.fsencode(path))
    if len(set(paths)) < len(paths):
        twice = next(path for path, next_ in zip(sorted(paths), sorted(paths)[1:], strict=False) if path == next_)
        raise ValueError(one_line(f"{os.fsdecode(twice)}: given twice, but it can be counted only once"))
    return paths


def save_tally(path: str | os.PathLike[str], tally: Tally, sources: Sequence[Any], opaque: float) -> None:
    """Write a tally into a file: the old file stays until the new one is whole."""
    codes, counts = tally.seen()
    counted = np.flatnonzero(tally.counted)
    paths = paths_of([sources[number] for number in counted.tolist()])
    with whole_file(path) as write:
        np.savez(
            Stream(write),
            codes=codes,
            counts=counts,
            paths=np.frombuffer(b"\0".join(paths), np.uint8),
            stamps=tally.stamps[counted],
            opaque=np.array(float(opaque)),
        )


def load_tally(path: str | os.PathLike[str], sources: Sequence[Any], opaque: float) -> Tally:
    """Read a tally from a file; if there is no file, begin a new one.

    Raises CountsError if the file does not hold counts, or if they were counted with another `opaque`. Raises it also
    if a counted picture is not among the sources, or was changed later: it cannot be subtracted from the counts.
    """
    tally = Tally(len(sources))
    places = {name: place for place, name in enumerate(paths_of(sources))}
    try:
        with Path(path).open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            tally.add(file["codes"], file["counts"], {})
            stamps, saved_opaque = file["stamps"], file["opaque"]
            names = file["paths"].tobytes().split(b"\0") if len(stamps) else []
        if len(names) != len(stamps):
            raise ValueError
    except FileNotFoundError:
        return tally
    except OSError as error:
        raise CountsError(path, f"cannot read: {error.strerror or error}") from None
    except (ValueError, KeyError, EOFError, IndexError, TypeError, AttributeError, BadZipFile):
        raise CountsError(path, "not a file of counts from count_album") from None
    if saved_opaque != opaque:
        raise CountsError(path, f"was counted with opaque={saved_opaque}, not with opaque={opaque}")
    remedy = "delete it to count all pictures again, or name another file"
    missing = [name for name in names if name not in places]
    if missing:
        which = f"{plural(len(missing), 'picture')} not among these, such as {os.fsdecode(missing[0])}"
        raise CountsError(path, f"has {which}; {remedy}")
    changed = [
        name
        for name, stamp in zip(names, stamps, strict=True)
        if stamp_of(os.fsdecode(name)) != tuple(stamp.tolist())
    ]
    if changed:
        which = f"{plural(len(changed), 'picture')} changed since it was written, such as {os.fsdecode(changed[0])}"
        raise CountsError(path, f"{which}; {remedy}")
    rows = [places[name] for name in names]
    tally.stamps[rows], tally.counted[rows] = stamps, True
    return tally


class Stream(RawIOBase):
    """A file that can only be written, from the front to the end."""

    def __init__(self, write: Any) -> None:
        """Store the function that writes bytes."""
        self._write = write

    def writable(self) -> bool:
        """Return True: it can be written."""
        return True

    def write(self, data: Any) -> int:
        """Write bytes, and return how many."""
        self._write(bytes(data))
        return len(data)
