"""Where a picture's bytes come from: a path, an address, an open file. Nothing here can wait, or fill the memory,
without end.

Whatever goes wrong is a ValueError whose text is the reason; `read_image` puts the name before it.
"""

import os
import urllib.error
import urllib.parse
import urllib.request
from io import TextIOBase
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

MAX_BYTES = 400_000_000  # devices, pipes and servers may send for ever, and not every file is a picture
PATIENCE = 6  # a server may take so many times as long, in all, as it may keep silent


def source_name(source: Any) -> str:
    """Name what the bytes come from, for messages.

    >>> source_name("a/photo.jpg"), source_name(b"")
    ('a/photo.jpg', 'bytes')
    """
    if isinstance(source, (str, os.PathLike)):
        return os.fsdecode(source) or "''"
    name = getattr(source, "name", None)  # of an open file; "<stdin>" too
    return name.strip("<>") if isinstance(name, str) else type(source).__name__.removeprefix("nd")


def source_bytes(source: Any, timeout: float) -> bytes:
    """Read all bytes of a path, an ``http(s)://`` address, an open file, or bytes. Raises ValueError."""
    if isinstance(source, TextIOBase):
        raise ValueError('opened as text: open it with mode "rb"')
    try:
        if isinstance(source, (bytes, bytearray, memoryview)):
            data = bytes(source)
        elif hasattr(source, "read"):
            data = _read(source)
        elif isinstance(source, str) and source.lower().startswith(("http://", "https://")):
            data = _download(source, timeout)
        else:
            with Path(source).open("rb") as file:
                data = _read(file)
    except OSError as error:
        raise ValueError(error.strerror or error) from None
    except TypeError:  # from Path
        raise ValueError("not a path, an address, bytes, an open file or an array") from None
    if not data:
        raise ValueError("empty, not one byte")
    return data


def _read(file: Any) -> bytes:
    """Read to the end, piece by piece: a pipe gives what it has, and /dev/zero has no end."""
    pieces, size = [], 0
    while piece := file.read(2**20):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_BYTES:
            raise ValueError(f"more than {MAX_BYTES:,} bytes")
    return b"".join(pieces)


def _download(address: str, timeout: float) -> bytes:
    """Fetch in a thread, which can be left behind: name servers, and servers that drip bytes, cannot be hurried."""
    answers: Queue[bytes | ValueError] = Queue()
    Thread(target=lambda: answers.put(_fetch(address, timeout)), daemon=True).start()
    try:
        answer = answers.get(timeout=PATIENCE * timeout)
    except Empty:
        raise ValueError(f"not all of it has come within {PATIENCE * timeout:g} s") from None
    if isinstance(answer, ValueError):
        raise answer
    return answer


def _fetch(address: str, timeout: float) -> bytes | ValueError:
    """Fetch what is at an address; return the error, if there is one, to whoever waits for it."""
    address = urllib.parse.quote(address, safe="%/:=&?~#+!$,;'@()*[]")  # spaces, and letters such as é
    try:
        request = urllib.request.Request(address, headers={"User-Agent": "kmeans-scratch"})
        with urllib.request.urlopen(request, timeout=timeout) as response:
            try:
                data = _read(response)
            except ValueError as error:
                return error
            return ValueError(f"cut short: {response.length:,} bytes are missing") if response.length else data
    except urllib.error.HTTPError as error:
        error.close()
        return ValueError(f"the server answers {error.code} {error.reason}")
    except Exception as error:  # connections fail in more ways than OSError
        reason = getattr(error, "reason", error)  # urllib wraps what went wrong
        silent = isinstance(reason, TimeoutError)
        return ValueError(f"no answer within {timeout:g} s" if silent else f"cannot be reached: {reason}")
