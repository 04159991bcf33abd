"""Downloads with a deadline, for servers that are silent, or send only one byte now and then.

Every read from the network waits at most `timeout` seconds, and no read begins after the deadline. Only the look-up
of a host's name has no deadline: the system limits it, usually to about 10 s.
"""

import re
import time
import zlib
from functools import partial
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection, IncompleteRead
from io import BufferedReader, RawIOBase
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, unquote, urlsplit
from urllib.request import (
    HTTPBasicAuthHandler,
    HTTPDigestAuthHandler,
    HTTPHandler,
    HTTPPasswordMgrWithPriorAuth,
    HTTPSHandler,
    OpenerDirector,
    Request,
    build_opener,
)

from . import reading

PATIENCE = 6  # the deadline of a whole download is this many timeouts


class DeadlineError(Exception):
    """The deadline has passed."""


def download(address: str, timeout: float) -> bytes:
    """Return the bytes at an ``http(s)://`` address. Raises ValueError with the reason."""
    try:
        request, opener = prepare(address, time.monotonic() + PATIENCE * timeout)
        with opener.open(request, timeout=timeout) as response:
            data = reading.read_all(response)
            if response.length:
                raise ValueError(f"cut short: {response.length:,} bytes are missing")
            return decompress(data, response.headers.get("Content-Encoding", ""))
    except HTTPError as error:
        error.close()
        raise ValueError(f"the server answers {error.code} {error.reason}") from None
    except IncompleteRead:
        raise ValueError("cut short: the last part is missing") from None
    except DeadlineError:
        raise ValueError(f"not finished within {PATIENCE * timeout:g} s") from None
    except ValueError:  # it has the reason already
        raise
    except Exception as error:  # connections fail in more ways than OSError
        reason = getattr(error, "reason", error)  # urllib wraps the error in another
        silent = isinstance(reason, TimeoutError)
        raise ValueError(f"no answer within {timeout:g} s" if silent else f"cannot be reached: {reason}") from None


def prepare(address: str, deadline: float) -> tuple[Request, OpenerDirector]:
    """Return the request for an address, and the object that opens it. Spaces and accents are allowed in it."""
    try:
        parts = urlsplit(reading.USER_INFO.sub("", address, count=1))
        # bücher.example is called xn--bcher-kva.example in the network; a port stays as it is
        host = re.sub(r"^[^:\[\]]+", lambda name: name[0].encode("idna").decode(), parts.netloc)
    except ValueError as error:
        raise ValueError(f"cannot be reached: {error}") from None
    path, query = (quote(part, safe="%/:=&?~+!$,;'@()*[]") for part in (parts.path, parts.query))  # spaces, é
    handlers: list[Any] = [PatientHandler(deadline)]
    if found := reading.USER_INFO.search(address):
        user, _, password = found[0][:-1].partition(":")
        passwords = HTTPPasswordMgrWithPriorAuth()  # sends them to this host alone, also after a redirect
        site = f"{parts.scheme}://{host}/"
        passwords.add_password(None, site, unquote(user), unquote(password), is_authenticated=True)
        handlers += [HTTPBasicAuthHandler(passwords), HTTPDigestAuthHandler(passwords)]
    request = Request(parts._replace(netloc=host, path=path, query=query, fragment="").geturl())
    request.add_header("User-Agent", "kmeans-scratch")
    return request, build_opener(*handlers)


def decompress(data: bytes, encoding: str) -> bytes:
    """Decompress an answer. Servers should not compress pictures, but some do. Raises ValueError."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return data
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise ValueError(f"the answer is compressed by {encoding}, which is not supported")
    for window in (47, -15):  # with a header, of gzip or zlib; without one, as some servers send
        decompressor = zlib.decompressobj(window)
        try:
            plain = decompressor.decompress(data, reading.MAX_BYTES + 1)
        except zlib.error:
            continue
        if len(plain) > reading.MAX_BYTES:
            raise ValueError(f"more than {reading.MAX_BYTES:,} bytes")
        if decompressor.eof:
            return plain
    raise ValueError("cut short or broken: the compressed answer has no end")


class PatientReader(RawIOBase):
    """A file that reads from another file, until the deadline has passed."""

    def __init__(self, raw: RawIOBase, deadline: float) -> None:
        """Read from `raw` until the deadline, in seconds of `time.monotonic`."""
        self.raw, self.deadline = raw, deadline

    def readable(self) -> bool:
        """Return True: `BufferedReader` asks."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Put the bytes that have arrived into a buffer, and return their number. Raises DeadlineError."""
        if time.monotonic() > self.deadline:
            raise DeadlineError
        return self.raw.readinto(buffer)

    def close(self) -> None:
        """Close both files."""
        self.raw.close()
        super().close()


class PatientResponse(HTTPResponse):
    """An answer with a deadline: nothing of it, not even a header, is read after the deadline."""

    def __init__(self, *arguments: Any, deadline: float, **options: Any) -> None:
        """Put a `PatientReader` between the socket and the code that reads from it."""
        super().__init__(*arguments, **options)
        self.fp = BufferedReader(PatientReader(self.fp.detach(), deadline))


class PatientHandler(HTTPHandler, HTTPSHandler):
    """A handler of urllib that opens addresses with a deadline."""

    def __init__(self, deadline: float) -> None:
        """Remember the deadline, in seconds of `time.monotonic`."""
        super().__init__()
        self.deadline = deadline

    def open_with(self, kind: type[HTTPConnection], request: Request) -> HTTPResponse:
        """Open an address by a connection whose answers have the deadline."""

        class Connection(kind):  # type: ignore[valid-type, misc]
            response_class = staticmethod(partial(PatientResponse, deadline=self.deadline))

        return self.do_open(Connection, request)

    def http_open(self, request: Request) -> HTTPResponse:
        """Open an address without encryption."""
        return self.open_with(HTTPConnection, request)

    def https_open(self, request: Request) -> HTTPResponse:
        """Open an address with encryption."""
        return self.open_with(HTTPSConnection, request)
