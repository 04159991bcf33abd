"""Writing files whole: a reader sees the old file or the new one, never half of either."""

import os
from pathlib import Path


class OutputError(ValueError):
    """A file that cannot be written: one line with its name and the reason."""


def write_whole(path: str | os.PathLike[str], data: bytes) -> None:
    """Write data beside the file and rename it into place. Raises OutputError; then the old file is as it was."""
    target = Path(os.path.realpath(path))  # write what a link points to, don't replace the link
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(data)
        beside.replace(target)
    except OSError as error:
        raise OutputError(f"{path}: cannot write: {error.strerror}") from None
    finally:
        beside.unlink(missing_ok=True)


def check_suffix(path: str | os.PathLike[str], suffixes: tuple[str, ...]) -> str:
    """Return the suffix of path in small letters. Raises OutputError where it is not one of `suffixes`.

    >>> check_suffix("Rocks.PNG", (".png", ".json"))
    '.png'
    >>> check_suffix("rocks", (".png", ".json"))
    Traceback (most recent call last):
    kmeans_scratch.output.OutputError: rocks: the name should end in .png or .json
    """
    suffix = Path(path).suffix.lower()
    if suffix not in suffixes:
        raise OutputError(f"{os.fspath(path)}: the name should end in {', '.join(suffixes[:-1])} or {suffixes[-1]}")
    return suffix
