"""Writing files whole: a reader sees the old file or the new one, never half of either."""

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from errno import EACCES, EINVAL, EISDIR
from pathlib import Path

from ..text import one_line


class OutputError(ValueError):
    """A file that cannot be written: one line with its name and the reason."""

    def __init__(self, path: str | os.PathLike[str], reason: str) -> None:
        """Put name and reason into one line, whatever the name is made of."""
        super().__init__(one_line(f"{os.fspath(path) or repr('')}: {reason}"))


def write_whole(path: str | os.PathLike[str], data: bytes) -> None:
    """Write data beside the file and rename it into place. Raises OutputError; then the old file is as it was.

    Nothing else stays, whatever goes wrong. Only SIGKILL and power cuts leave no time to tidy up: if they come in the
    few milliseconds of the writing itself, the old file is whole, and `.<process number>.part` lies beside it.
    """
    try:
        target = Path(os.path.realpath(path))  # write what a link points to, don't replace the link
        check_file(target)
        beside = target.with_name(f".{os.getpid()}.part")
        try:
            beside.write_bytes(data)
            if target.exists():
                shutil.copymode(target, beside)  # what was private stays private
            beside.replace(target)
        finally:
            with suppress(OSError):  # it has been renamed, or could not be made
                beside.unlink()
    except OSError as error:
        raise OutputError(path, f"cannot write: {error.strerror}") from None


def check_file(target: Path) -> None:
    """Raise OSError where something is in the way that must not be replaced: renaming would not ask."""
    if target.is_dir():
        raise IsADirectoryError(EISDIR, "Is a directory")
    if target.exists() and not target.is_file():
        raise OSError(EINVAL, "Is a device or a pipe")
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(EACCES, "Permission denied")


def check_suffix(path: str | os.PathLike[str], suffixes: Sequence[str]) -> str:
    """Return the suffix of path in small letters. Raises OutputError where it is not one of `suffixes`.

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


def check_place(path: str | os.PathLike[str]) -> None:
    """Raise OutputError, before any work is done, where path is no file, or its folder is missing or locked."""
    try:
        target = Path(os.path.realpath(path))
        os.stat(f"{target.parent}/.")  # the system knows whether it is missing or no folder
        check_file(target)
        if not os.access(target.parent, os.W_OK | os.X_OK):
            raise PermissionError(EACCES, "Permission denied")
    except OSError as error:
        raise OutputError(path, f"cannot write: {error.strerror}") from None
