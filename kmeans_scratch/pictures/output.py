"""Writing files whole: a reader sees the old file or the new one, never a half-written file."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from errno import EACCES, EINVAL, EISDIR
from pathlib import Path
from secrets import token_hex

from ..text import one_line


class OutputError(ValueError):
    """A file cannot be written. The message is one line: the name of the file, and the reason."""

    def __init__(self, path: str | os.PathLike[str], reason: str) -> None:
        """Put name and reason into one line, whatever characters the name has."""
        super().__init__(one_line(f"{os.fspath(path) or repr('')}: {reason}"))


@contextmanager
def whole_file(path: str | os.PathLike[str]) -> Iterator[Callable[[bytes], None]]:
    """Open a temporary file beside path *before* the work. Rename it to path after the work.

    Yields the function that writes bytes. If path cannot be written, OutputError is raised before the work begins. If
    the work fails, the old file stays, and the temporary file is deleted (not after SIGKILL or a power cut).

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, whole_file(f"{folder}/rocks.txt") as write:
    ...     write(b"work of many hours")
    """
    with _output_errors(path):
        target = Path(os.path.realpath(path))  # if path is a link, its target is replaced
        refuse_to_replace(target)
        part = target.with_name(f".{token_hex(8)}.part")  # no other thread or process has this name
        file = part.open("xb")

    def write(data: bytes) -> None:
        with _output_errors(path):
            file.write(data)
            file.flush()

    try:
        with file:
            yield write
        with _output_errors(path):
            if target.exists():
                shutil.copymode(target, part)  # a private file stays private
            part.replace(target)
    finally:
        with suppress(OSError):  # after the renaming, there is no temporary file
            part.unlink()


def write_whole(path: str | os.PathLike[str], data: bytes) -> None:
    """Write data into a file, as `whole_file` does. If this raises OutputError, the old file is unchanged."""
    with whole_file(path) as write:
        write(data)


@contextmanager
def _output_errors(path: str | os.PathLike[str]) -> Iterator[None]:
    """Turn the system's errors into an OutputError that names path."""
    try:
        yield
    except OSError as error:
        raise OutputError(path, f"cannot write: {error.strerror}") from None


def refuse_to_replace(target: Path) -> None:
    """Raise OSError if target is a folder, a device or a read-only file. Renaming would replace the last two."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(EISDIR, "Is a directory")
    if not stat.S_ISREG(mode):
        raise OSError(EINVAL, "Is a device or a pipe")
    if not os.access(target, os.W_OK):
        raise PermissionError(EACCES, "Permission denied")


def check_suffix(path: str | os.PathLike[str], suffixes: Sequence[str]) -> str:
    """Return the suffix of path in lower case. Raises OutputError if it is not one of `suffixes`.

    >>> check_suffix("Rocks.PNG", (".png", ".json"))
    '.png'
    >>> check_suffix("rocks", (".png", ".json"))
    Traceback (most recent call last):
    kmeans_scratch.pictures.output.OutputError: rocks: the name should end in .png or .json
    """
    suffix = Path(path).suffix.lower()
    if suffix not in suffixes:
        known = " or ".join([", ".join(suffixes[:-1]), suffixes[-1]] if suffixes[1:] else suffixes)
        raise OutputError(path, f"the name should end in {known}")
    return suffix
