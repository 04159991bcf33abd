"""Addresses as people paste them, against a server in this process, and downloads that end."""

import base64
import gzip
import http.client
import json
import socket
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from fuzz_images import encoded

from kmeans_scratch import ImageError, extract_palette, read_image
from kmeans_scratch.pictures.download import decompress
from kmeans_scratch.pictures.source import file_name, source_name
from kmeans_scratch.shell.cli import main

RGB = np.array([[[255, 0, 0], [0, 255, 0], [12, 34, 56]]], dtype=np.uint8)
PNG = encoded(RGB)
RAW_DEFLATE = zlib.compressobj(wbits=-15)
ENCODED = {
    "gzip": gzip.compress(PNG),
    "x-gzip": gzip.compress(PNG),
    "deflate": zlib.compress(PNG),
    "Deflate": RAW_DEFLATE.compress(PNG) + RAW_DEFLATE.flush(),
    "identity": PNG,
    "br": b"?",
    "gzip ": gzip.compress(PNG)[:-30],
    "deflate ": b"not compressed",
}
SECRET = "Basic " + base64.b64encode(b"me@home:pa/ss:w\xc3\xb6rd").decode()


SEEN = []  # the host, the page and the password of each request


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        SEEN.append((f"{self.headers['Host'].rsplit(':', 1)[0]}{self.path}", self.headers["Authorization"]))
        number = self.server.server_port
        page = self.path.split("?")[0]
        if page == "/there":
            return self.answer(302, Location=f"http://127.0.0.1:{number}/locked")
        if page == "/elsewhere":
            return self.answer(302, Location=f"http://localhost:{number}/photo.png")
        if page == "/locked" and self.headers["Authorization"] != SECRET:
            return self.answer(401, **{"WWW-Authenticate": 'Basic realm="photos"'})
        if page.startswith("/as/"):
            encoding = list(ENCODED)[int(page[4:])]
            return self.answer(200, ENCODED[encoding], **{"Content-Encoding": encoding})
        if page == "/gone":
            return self.answer(404)
        return self.answer(200, PNG)

    def answer(self, code, body=b"", **headers):
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def port():
    with pytest.MonkeyPatch.context() as patch, ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        patch.setenv("no_proxy", "*")
        threading.Thread(target=running.serve_forever, args=[0.02], daemon=True).start()
        yield running.server_port
        running.shutdown()


@pytest.fixture(autouse=True)
def _forget():
    SEEN.clear()


def check(address, name=None):
    picture = read_image(address)
    assert (picture.rgb == RGB).all()
    assert picture.name == (name or address)
    return picture


def message_of(address, **options):
    with pytest.raises(ImageError) as caught:
        read_image(address, **options)
    return str(caught.value)


# Passwords


PASSWORDS = ["me%40home:pa%2Fss:w%C3%B6rd", "me@home:pa%2Fss:wörd", "me%40home:pa/ss:wörd"]


@pytest.mark.parametrize("user_info", PASSWORDS)
@pytest.mark.parametrize("page", ["locked", "there"])
def test_a_password_is_used_and_not_in_the_name(port, user_info, page):
    check(f"http://{user_info}@127.0.0.1:{port}/{page}", f"http://127.0.0.1:{port}/{page}")
    assert SEEN[-1] == ("127.0.0.1/locked", SECRET)


def test_a_password_is_not_told_to_another_host(port):
    check(f"http://me:secret@127.0.0.1:{port}/elsewhere", f"http://127.0.0.1:{port}/elsewhere")
    assert [header is None for _, header in SEEN] == [False, True]


@pytest.mark.parametrize("user_info", ["me:secret", "me:se/cret", "me:secret@", "me:s?cret", "secret", "me:#secret"])
def test_a_password_is_never_shown(port, tmp_path, monkeypatch, capsys, user_info):
    monkeypatch.chdir(tmp_path)
    address = f"http://{user_info}@127.0.0.1:{port}/"
    assert main(["palette", f"{address}photo.png", "-o", "{name}.json", "--recolor", "{name}-2.png"]) == 0
    assert main(["palette", "--json", f"{address}photo.png", f"{address}gone", f"{address}locked"]) == 2
    assert main(["animate", f"{address}gone"]) == 2
    assert main(["animate", f"{address}photo.png", "--rocks", "color", "-o", "x.gif"]) == 2
    with pytest.raises(SystemExit):
        main(["animate", f"{address}photo.png", f"{address}photo.png"])  # which takes one image
    shown = "".join(capsys.readouterr()) + (tmp_path / "photo.json").read_text()
    assert "127.0.0.1" in shown
    assert "cret" not in shown
    assert sorted(path.name for path in tmp_path.iterdir()) == ["photo-2.png", "photo.json"]


def test_a_wrong_password_is_told_without_it(port):
    expected = f"http://127.0.0.1:{port}/locked: the server answers 401 Unauthorized"
    assert message_of(f"http://me:secret@127.0.0.1:{port}/locked") == expected
    assert message_of("http://me:secret@127.0.0.1:1/locked").startswith(
        "http://127.0.0.1:1/locked: cannot be reached"
    )
    assert "secret" not in message_of("http://me:secret@[/locked")


# Hosts and names


def test_international_host_names_are_found(port, monkeypatch):
    looked_up = []

    def find(host, *_, **__):
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", find)
    check("http://bücher.example/photo.png")
    check("http://例え.テスト:8000/photo.png")
    assert looked_up == ["xn--bcher-kva.example", "xn--r8jz45g.xn--zckzah"]


@pytest.mark.parametrize("host", ["a..b", "x" * 64, "ü" * 64, "", "exa mple"])
def test_an_invalid_host_name_is_one_line(host):
    assert message_of(f"http://{host}/a.png").startswith(f"http://{host}/a.png: cannot be reached: ")


@pytest.mark.parametrize("page", ["", "/", "/?id=3", "/café au lait.png", "/a%20b.png", "/p.png?x=[1]&y=#here"])
def test_an_address_needs_no_name_of_a_file(port, page):
    check(f"http://127.0.0.1:{port}{page}")


def test_spaces_and_capitals_around_an_address_do_not_matter(port):
    check(f" \tHTTP://127.0.0.1:{port}/photo.png\n", f"HTTP://127.0.0.1:{port}/photo.png")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a/photo.jpg", "photo.jpg"),
        ("C:\\photos\\a.png", "a.png"),
        ("photo.jpg", "photo.jpg"),
        ("folder/", "folder"),
        ("/", "/"),
        ("https://example.org/p/photo.jpg?size=2#top", "photo.jpg"),
        ("https://example.org/caf%C3%A9.png", "café.png"),
        ("https://example.org", "example.org"),
        ("https://example.org:8000/?id=3", "example.org"),
        ("https://example.org/..%2F..%2Fetc%2Fpasswd.png", "passwd.png"),
        ("https://example.org/..%5C..%5Cpasswd.png", "passwd.png"),
        ("https://example.org/albums/", "albums"),
        ("a\\b.png", "a\\b.png"),
    ],
)
def test_the_last_part_of_a_name_is_its_title(name, expected):
    assert file_name(name) == expected


def test_files_made_from_an_address_without_a_name_are_named_by_its_host(port, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["palette", f"http://localhost:{port}/?id=3", "-o", "{name}.css"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["localhost.css"]


# file: and data:


def test_a_file_address_is_a_path(tmp_path):
    path = tmp_path / "a b#é?.png"
    path.write_bytes(PNG)
    check(path.as_uri(), str(path))
    check(f"file:{path}", str(path))
    check(f"FILE://localhost{path}\n", str(path))
    assert message_of(f"file://{tmp_path}/gone.png") == f"{tmp_path}/gone.png: No such file or directory"


def test_an_output_is_not_written_over_a_file_address(tmp_path, capsys):
    path = tmp_path / "photo.png"
    path.write_bytes(PNG)
    assert main(["palette", path.as_uri(), "-o", str(path)]) == 2
    assert "it is one of the images" in capsys.readouterr().err
    assert path.read_bytes() == PNG


def test_a_file_may_be_called_like_a_scheme(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("file:a.png").write_bytes(PNG)
    Path("http:").mkdir()
    Path("http:/a.png").write_bytes(PNG)
    check("file:a.png")
    check("http:/a.png")
    Path("file:").mkdir()
    Path("file:/a.png").write_bytes(PNG)
    check(Path("file:/a.png"), "file:/a.png")  # a Path is never an address


@pytest.mark.parametrize(
    "address",
    [
        "data:image/png;base64," + base64.b64encode(PNG).decode(),
        "data:image/png;base64," + base64.b64encode(PNG).decode().rstrip("="),
        "DATA:;BASE64,\n  " + base64.encodebytes(PNG).decode(),
        "data:image/png;base64," + base64.b64encode(PNG).decode().replace("+", "%2B").replace("/", "%2F"),
        "data:image/png," + "".join(f"%{byte:02x}" for byte in PNG),
    ],
    ids=["base64", "without padding", "in lines", "escaped base64", "escaped"],
)
def test_a_data_address_is_its_data(address):
    check(address, "data")


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("data:image/png;base64", "a data: address should have a comma between its type and its data"),
        ("data:,", "empty, not one byte"),
        ("data:text/plain,hello", "not an image, or its format is unknown"),
        ("data:image/png;base64,!", "empty, not one byte"),
        (
            "data:image/png;base64,AAAAA",
            "Invalid base64-encoded string: number of data characters (5) cannot be 1 more",
        ),
    ],
)
def test_a_data_address_without_a_picture_is_one_short_line(address, reason):
    assert message_of(address).startswith(f"data: {reason}")


def test_the_data_of_an_address_are_in_no_file_made_of_it(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    address = "data:image/png;base64," + base64.b64encode(PNG).decode()
    assert main(["palette", address, "-o", "{name}.json"]) == 0
    assert json.loads((tmp_path / "data.json").read_text())["image"] == "data"
    assert source_name(address) == "data"
    assert "base64" not in capsys.readouterr().out


# Compressed answers


@pytest.mark.parametrize("number", range(5))
def test_a_compressed_answer_is_undone(port, number):
    check(f"http://127.0.0.1:{port}/as/{number}")


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (5, "the answer is compressed by br, which is not supported"),
        (6, "cut short or broken: the compressed answer has no end"),
        (7, "cut short or broken: the compressed answer has no end"),
    ],
)
def test_an_answer_that_cannot_be_undone_is_one_line(port, number, reason):
    assert message_of(f"http://127.0.0.1:{port}/as/{number}").endswith(f": {reason}")


def test_a_small_answer_cannot_grow_without_end(monkeypatch):
    monkeypatch.setattr("kmeans_scratch.pictures.reading.MAX_BYTES", 1000)
    with pytest.raises(ValueError, match="more than 1,000 bytes"):
        decompress(gzip.compress(bytes(10**6)), "gzip")


# The deadline


class Dripping(BaseHTTPRequestHandler):
    """Sends a byte now and then, from where the name of the page says."""

    def do_GET(self):
        self.protocol_version = "HTTP/1.1"
        if self.path == "/headers":
            return self.drip(b"HTTP/1.0 200 OK\r\nServer: " + b"slow " * 100)
        self.send_response(302 if self.path == "/loop" else 200)
        if self.path == "/loop":
            time.sleep(0.15)
            self.send_header("Location", "/loop?" + "again" * (self.path.count("again") + 1))
        if self.path == "/chunks":
            self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        return self.drip(b"1\r\n?\r\n" * 100 if self.path == "/chunks" else PNG * 9)

    def drip(self, data):
        for byte in data:
            try:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.03)

    def log_message(self, *args):
        pass


@pytest.mark.parametrize("page", ["headers", "body", "chunks"])
def test_a_server_that_drips_is_left_at_the_deadline(monkeypatch, page):
    monkeypatch.setenv("no_proxy", "*")
    threads = threading.active_count()
    with ThreadingHTTPServer(("127.0.0.1", 0), Dripping) as running:
        running.daemon_threads, running.block_on_close = True, False
        threading.Thread(target=running.serve_forever, args=[0.02], daemon=True).start()
        start = time.monotonic()
        message = message_of(f"http://127.0.0.1:{running.server_port}/{page}", timeout=0.1)
        assert message.endswith(": not finished within 0.6 s")
        assert 0.5 < time.monotonic() - start < 1.5
        running.shutdown()
    assert threading.active_count() <= threads + 2  # the server's own: downloads need no threads


def test_an_encrypted_connection_has_the_deadline_too(monkeypatch):
    made = []

    def connect(self):
        made.append(self)
        raise OSError("no network")

    monkeypatch.setattr(http.client.HTTPSConnection, "connect", connect)
    assert message_of("https://example.org/a.png") == "https://example.org/a.png: cannot be reached: no network"
    assert made[0].response_class.keywords["deadline"] > time.monotonic()


def test_many_threads_download_at_once(port):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(16) as pool:
        palettes = list(pool.map(lambda _: extract_palette(f"http://127.0.0.1:{port}/photo.png", 3), range(64)))
    assert {tuple(palette.hex) for palette in palettes} == {tuple(palettes[0].hex)}
