"""The bytes of a picture, from a path, an address or an open file. No more than MAX_BYTES are read.

Every error here is a ValueError whose text is the reason. `read_image` puts the name of the source before it.
"""

import os
import re
from base64 import b64decode
from io import TextIOBase
from pathlib import Path
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

from .reading import USER_INFO, read_all

WEB, FILE, DATA = ("http://", "https://"), "file:/", "data:"


def source_name(source: Any) -> str:
    """Return a name for a source, for messages. Passwords and data in an address are left out.

    >>> source_name("a/photo.jpg"), source_name(b""), source_name("file:///a%20b.png")
    ('a/photo.jpg', 'bytes', '/a b.png')
    >>> source_name("https://me:secret@example.org/photo.jpg"), source_name("data:image/png;base64,iVBORw==")
    ('https://example.org/photo.jpg', 'data')
    """
    if isinstance(source, str) and starts_with(source, WEB):
        return USER_INFO.sub("", source.strip(), count=1)
    if isinstance(source, str) and starts_with(source, FILE):
        return path_of(source)
    if isinstance(source, str) and starts_with(source, DATA):
        return "data"
    if isinstance(source, (str, os.PathLike)):
        return os.fsdecode(source) or "''"
    name = getattr(source, "name", None)  # of an open file; "<stdin>" too
    return name.strip("<>") if isinstance(name, str) else type(source).__name__.removeprefix("nd")


def file_name(name: str) -> str:
    """Return the last part of a source's name, for titles and new files. If an address has no file, return its host.

    >>> file_name("a/photo.jpg"), file_name("https://example.org/p/photo.jpg?size=2"), file_name("https://example.org/")
    ('photo.jpg', 'photo.jpg', 'example.org')
    """
    if starts_with(name, WEB):
        host, *path = re.split("[?#]", name.split("://", 1)[1])[0].split("/")
        name = unquote("/".join(path)).replace("\\", "/").rstrip("/") or re.sub(r":\d*$", "", host)
    if re.match(r"\w:\\|\\\\", name):  # a path of Windows; in other paths, \ is a letter
        name = name.replace("\\", "/")
    return name.rstrip("/").rsplit("/", 1)[-1] or name


def source_bytes(source: Any, timeout: float) -> bytes:
    """Read all bytes of a path, an address (``http(s):``, ``file:`` or ``data:``), an open file, or bytes.

    Raises ValueError.
    """
    if isinstance(source, TextIOBase):
        raise ValueError('opened as text: open it with mode "rb"')
    try:
        if isinstance(source, (bytes, bytearray, memoryview)):
            data = bytes(source)
        elif hasattr(source, "read"):
            data = read_all(source)
        elif isinstance(source, str) and starts_with(source, WEB):
            from .download import download  # here, because few pictures come from the web

            data = download(source.strip(), timeout)
        elif isinstance(source, str) and starts_with(source, DATA):
            data = bytes_in(source)
        elif isinstance(source, (str, os.PathLike)):
            if isinstance(source, str) and starts_with(source, FILE):
                source = path_of(source)
            with Path(source).open("rb") as file:
                data = read_all(file)
        else:
            raise ValueError("not a path, an address, bytes, an open file or an array")
    except OSError as error:
        raise ValueError(error.strerror or error) from None
    if not data:
        raise ValueError("empty, not one byte")
    return data


def starts_with(text: str, prefixes: str | tuple[str, ...]) -> bool:
    """Tell whether a text begins with a prefix. Spaces before it and capital letters do not matter."""
    return text.lstrip().lower().startswith(prefixes)


def path_of(address: str) -> str:
    """Return the path in a ``file:`` address, which may have a host before it."""
    from urllib.request import url2pathname  # here, because it loads all modules for the web

    return url2pathname(re.sub(r"^file:(//[^/]*)?", "", address.strip(), flags=re.IGNORECASE))


def bytes_in(address: str) -> bytes:
    """Return the data in a ``data:`` address, in base64 or with escapes.

    >>> bytes_in("data:image/svg+xml,%3Csvg/%3E"), bytes_in("data:;base64,R0lG ODlh")
    (b'<svg/>', b'GIF89a')
    """
    kind, comma, body = address.strip().partition(",")
    if not comma:
        raise ValueError("a data: address should have a comma between its type and its data")
    data = unquote_to_bytes(body)
    return b64decode(b"".join(data.split()) + b"==") if kind.lower().endswith(";base64") else data
