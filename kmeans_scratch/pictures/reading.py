"""Read all bytes of a source, but no more than MAX_BYTES; and find the user and password in an address."""

import re
from typing import Any

MAX_BYTES = 400_000_000  # devices, pipes and servers can send without end, and not every file is a picture

# User and password in an address. The second pattern is for passwords with /, ? or #. These should be escaped, but
# often are not.
USER_INFO = re.compile(r"(?<=://)(?:[^/?#]*|[^/?#@]*:(?!\d+[/?#])[^@]*)@")


def read_all(file: Any) -> bytes:
    """Read a file to its end, in pieces, because some have no end. Raises ValueError if it is too long."""
    pieces, size = [], 0
    while piece := file.read(2**20):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_BYTES:
            raise ValueError(f"more than {MAX_BYTES:,} bytes")
    return b"".join(pieces)
