"""No file is lost on full disks, closed pipes, locked folders and signals. All of these are real, not simulated."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from kmeans_scratch.pictures.export import png
from kmeans_scratch.pictures.output import OutputError, write_whole

pytestmark = pytest.mark.slow

PROGRAM = [sys.executable, "-m", "kmeans_scratch"]
NOISE = np.random.default_rng(0).integers(0, 256, (60, 80, 3), dtype=np.uint8)
posix = pytest.mark.skipif(os.name != "posix", reason="signals and permissions of Unix")
root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to mount, as root")


@pytest.fixture(autouse=True)
def _signals_as_in_a_terminal():
    """Programs inherit the signals that are ignored, as SIGHUP is under nohup and SIGINT in the background."""
    ignored = [
        number
        for number in (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM))
        if signal.getsignal(number) is signal.SIG_IGN
    ]
    for number in ignored:
        signal.signal(number, signal.SIG_DFL)
    yield
    for number in ignored:
        signal.signal(number, signal.SIG_IGN)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("noise.png").write_bytes(png(NOISE))
    return tmp_path


def names(place="."):
    return sorted(path.name for path in Path(place).iterdir())


def run(*arguments, **options):
    options = {"capture_output": True, "text": True, "check": False, "timeout": 60} | options
    return subprocess.run([*PROGRAM, *map(str, arguments)], **options)


def line_of(*arguments, **options):
    done = run(*arguments, **options)
    assert done.returncode == 2, done
    assert done.stderr.startswith("kmeans-scratch: ")
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr.removeprefix("kmeans-scratch: ").strip()


def test_a_name_that_the_terminal_cannot_show_costs_nothing(tmp_path):
    (tmp_path / "snow ☃.png").write_bytes(png(np.array([[[0, 0, 0], [255, 255, 255]]], dtype=np.uint8)))
    done = run("palette", "snow ☃.png", "-k", 2, cwd=tmp_path, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(r"snow \u2603.png: 2 colours")


# A full disk


@contextmanager
def tiny_disk(n_bytes):
    """A disk in memory."""
    with tempfile.TemporaryDirectory() as place:
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={n_bytes}", "tmpfs", place], check=False)
        if mounted.returncode:
            pytest.skip("may not mount")
        try:
            yield Path(place)
        finally:
            subprocess.run(["umount", place], check=True)


@root
@pytest.mark.parametrize("arguments", [["palette", "noise.png", "--recolor"], ["palette", "noise.png", "--plot"]])
def test_a_full_disk_leaves_the_old_file_whole(arguments):
    with tiny_disk(8192) as disk:
        (disk / "out.png").write_bytes(b"old")
        line = line_of(*arguments, disk / "out.png", "-k9")
        assert line == f"{disk / 'out.png'}: cannot write: No space left on device"
        assert names(disk) == ["out.png"]
        assert (disk / "out.png").read_bytes() == b"old"


@root
def test_a_full_disk_leaves_no_half_of_a_film():
    with tiny_disk(8192) as disk:
        film = disk / "film.gif"
        line = line_of("animate", "noise.png", "-k2", "--size", "480x360", "--seconds", "0", "-o", film)
        assert line == f"{film}: cannot write: No space left on device"
        assert names(disk) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_stdout_is_one_line_and_leaves_nothing_half():
    with open("/dev/full", "w") as full:
        done = run("palette", "noise.png", "-o", "out.css", capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert done.stderr.endswith("No space left on device\n")
    assert done.stderr.count("\n") == 1
    assert names() in (["noise.png"], ["noise.png", "out.css"])  # the palette is printed first, if not at once
    assert not Path("out.css").exists() or Path("out.css").read_text().endswith("}\n")


# Places that cannot be written to


@pytest.mark.parametrize("arguments", [["palette", "noise.png"], ["animate", "noise.png", "-k2"]])
def test_a_missing_folder_is_one_line(arguments):
    out = "missing/out.png"
    assert line_of(*arguments, "-o", out) == f"{out}: cannot write: No such file or directory"
    assert names() == ["noise.png"]


@pytest.mark.parametrize("arguments", [["palette", "noise.png"], ["animate", "noise.png"]])
def test_an_unknown_suffix_is_one_line(arguments):
    assert line_of(*arguments, "-o", "out.jpeg2").startswith("out.jpeg2: the name should end in ")


@pytest.mark.parametrize("command", ["palette", "animate"])
@pytest.mark.parametrize("out", ["noise.png", "./noise.png", "link.png"])
def test_an_output_that_is_the_input_is_refused(command, out):
    Path("link.png").symlink_to("noise.png")
    before = Path("noise.png").read_bytes()
    assert line_of(command, "noise.png", "-o", out).startswith(f"{out}: it is one of the images")
    assert Path("noise.png").read_bytes() == before


@posix
@pytest.mark.parametrize("command", ["palette", "animate"])
def test_an_output_that_is_the_input_of_stdin_is_refused(command):
    with open("noise.png", "rb") as file:
        line = line_of(command, "-", "-o", "noise.png", stdin=file)
    assert line.startswith("noise.png: it is one of the images")
    assert Path("noise.png").read_bytes() == png(NOISE)


@contextmanager
def place_of_nobody():
    """A folder that a user without rights can reach."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o777)
        yield Path(place)


def as_nobody(code, *arguments):
    """Run code as a user without rights, once this user has loaded what is needed."""
    setup = "import os, sys; from kmeans_scratch.pictures.output import *; os.geteuid() or os.setuid(65534)\n"
    check = f"try:\n    {code}\nexcept OutputError as error:\n    print(error)\n"
    command = [sys.executable, "-c", setup + check, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


@posix
@pytest.mark.parametrize("function", ["write_whole(sys.argv[1], b'new')", "whole_file(sys.argv[1]).__enter__()"])
class TestWithoutPermission:
    def test_a_locked_folder_is_one_line(self, function):
        with place_of_nobody() as place:
            out = place / "out.gif"
            out.write_bytes(b"old")
            place.chmod(0o555)
            assert as_nobody(function, out) == f"{out}: cannot write: Permission denied"
            assert out.read_bytes() == b"old"
            assert names(place) == ["out.gif"]
            place.chmod(0o777)

    def test_a_file_that_is_read_only_is_not_replaced(self, function):
        with place_of_nobody() as place:
            out = place / "out.gif"
            out.write_bytes(b"old")
            out.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
            assert as_nobody(function, out) == f"{out}: cannot write: Permission denied"
            assert out.read_bytes() == b"old"
            assert names(place) == ["out.gif"]


@posix
@pytest.mark.parametrize("command", ["palette", "animate"])
def test_a_pipe_or_a_device_does_not_become_a_file(command):
    os.mkfifo("pipe.png")
    Path("device.png").symlink_to("/dev/null")
    for out in ("pipe.png", "device.png"):
        assert line_of(command, "noise.png", "-o", out) == f"{out}: cannot write: Is a device or a pipe"
        with pytest.raises(OutputError, match="Is a device or a pipe"):
            write_whole(out, b"new")
    assert stat.S_ISFIFO(Path("pipe.png").stat().st_mode)
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@posix
@pytest.mark.parametrize("command", ["palette", "animate"])
def test_a_name_that_is_too_long_is_one_line(command):
    out = "a" * 300 + ".png"
    assert line_of(command, "noise.png", "-o", out) == f"{out}: cannot write: File name too long"


@posix
def test_names_are_shown_without_control_characters():
    name = "\x1b]0;owned\x07 two\nlines.png"
    Path(name).write_bytes(png(NOISE))
    done = run("palette", name, "-k2", "-o", name.replace(".png", ".css"))
    title, *_, wrote = done.stdout.splitlines()
    assert title == r"\x1b]0;owned\x07 two lines.png: 2 colours of 4,800 pixels"
    assert wrote == r"wrote \x1b]0;owned\x07 two lines.css"
    assert line_of("palette", "\x1b[31m.png") == r"\x1b[31m.png: No such file or directory"


@posix
def test_without_permission_the_program_says_so_before_any_work():
    """The image is missing too. The superuser runs the program first, so that all modules are loaded."""
    code = "import os, sys; from kmeans_scratch.shell.cli import main; main(sys.argv[1:])\n"
    code += "os.geteuid() or os.setuid(65534); sys.exit(main(sys.argv[1:]))"
    with place_of_nobody() as place:
        place.chmod(0o555)
        call = [sys.executable, "-c", code, "palette", "missing.png", "-o", place / "out.png"]
        done = subprocess.run(call, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.splitlines()[-1] == f"kmeans-scratch: {place / 'out.png'}: cannot write: Permission denied"
        assert names(place) == []
        place.chmod(0o777)


# Stopped in the middle


def start_film(out, **options):
    """Begin a film that takes long, and wait until it is being drawn."""
    command = [*PROGRAM, "animate", "noise.png", "-k", "9", "--size", "1600x1200", "--fps", "50", "--seconds", "9"]
    process = subprocess.Popen(
        [*command, "-o", out], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    )
    time.sleep(2.5)
    assert process.poll() is None, process.stderr.read()
    return process


@posix
@pytest.mark.parametrize(
    ("number", "code", "line"),
    [
        (signal.SIGINT, 130, "kmeans-scratch: stopped by SIGINT\n"),
        (signal.SIGTERM, 143, "kmeans-scratch: stopped by SIGTERM\n"),
        (getattr(signal, "SIGHUP", 0), 129, "kmeans-scratch: stopped by SIGHUP\n"),
        (getattr(signal, "SIGKILL", 0), -9, ""),
    ],
    ids=["ctrl-c", "kill", "terminal closed", "kill -9"],
)
def test_a_film_that_is_stopped_leaves_the_old_one_and_nothing_else(number, code, line):
    Path("film.gif").write_bytes(b"old")
    process = start_film("film.gif")
    process.send_signal(number)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (code, "", line)
    stray = [name for name in names() if name.endswith(".part")]
    assert len(stray) == (1 if code == -9 else 0)  # nothing can be done about SIGKILL
    assert names() == sorted(["film.gif", "noise.png", *stray])
    assert Path("film.gif").read_bytes() == b"old"


WRITER = """
import os, signal, sys
from io import BufferedWriter, FileIO
from pathlib import Path
from kmeans_scratch.shell import cli
opened = Path.open
class Interrupted(BufferedWriter):
    def write(self, data):
        super().write(data[: len(data) // 2])
        self.flush()
        os.kill(os.getpid(), getattr(signal, sys.argv[1]))
def interrupt(path, mode="r", **options):
    return Interrupted(FileIO(path, mode)) if mode == "xb" else opened(path, mode, **options)
Path.open = interrupt
sys.exit(cli.main(["palette", "noise.png", "--recolor", "out.png"]))
"""


@posix
@pytest.mark.parametrize(
    ("number", "code", "stray"), [("SIGINT", 130, 0), ("SIGTERM", 143, 0), ("SIGHUP", 129, 0), ("SIGKILL", -9, 1)]
)
def test_a_signal_while_a_file_is_written_leaves_the_old_file(number, code, stray):
    """Only SIGKILL, which no program can handle, leaves a part file beside the old file."""
    Path("out.png").write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", WRITER, number], capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert done.stderr == ("" if stray else f"kmeans-scratch: stopped by {number}\n")
    assert Path("out.png").read_bytes() == b"old"
    assert len([name for name in names() if name.endswith(".part")]) == stray


@posix
def test_nohup_is_respected():
    code = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN); from kmeans_scratch.shell import cli;"
    code += "cli.main(['palette', 'noise.png']); print(signal.getsignal(signal.SIGHUP) is signal.SIG_IGN)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "True"


# Pipes


def shell(text):
    command = text.replace("PROGRAM", " ".join(f"'{part}'" for part in PROGRAM))
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@posix
@pytest.mark.parametrize(
    "arguments", ["palette noise.png", "palette noise.png --json", "palette noise.png -o out.css", "--help"]
)
@pytest.mark.parametrize("reader", ["head -1", "true"])
def test_a_closed_pipe_ends_the_program_without_a_message(arguments, reader):
    code, _, err = shell(f"PROGRAM {arguments} | {reader}")
    assert (code, err) == (0, "")


@posix
@pytest.mark.parametrize(
    ("text", "code", "err"),
    [
        ("PROGRAM palette noise.png -o out.css <&-", 0, ""),
        ("PROGRAM palette noise.png -o out.css >&-", 0, ""),
        ("PROGRAM palette noise.png -o out.css 2>&-", 0, ""),
        ("PROGRAM palette noise.png -o out.css <&- >&- 2>&-", 0, ""),
        ("PROGRAM palette - <&-", 2, "kmeans-scratch: /dev/null: empty, not one byte\n"),
        ("PROGRAM palette missing.png >&-", 2, "kmeans-scratch: missing.png: No such file or directory\n"),
        ("PROGRAM palette missing.png 2>&-", 2, ""),
        ("PROGRAM animate noise.png -k2 --size 480x360 --seconds 0 -o out.gif >&- 2>&-", 0, ""),
        ("PROGRAM --help >&-", 0, ""),
    ],
)
def test_closed_streams_are_no_traceback(text, code, err):
    assert shell(text)[0::2] == (code, err)
    if code == 0 and "out." in text:
        assert [name for name in names() if name.startswith("out.")]
        write_whole("out.css", b"again")
