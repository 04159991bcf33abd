"""Files are written whole or not at all. If the system can be made to fail, the failures are real."""

import os
import re
import stat
from contextlib import contextmanager
from pathlib import Path

import pytest

from kmeans_scratch.pictures.output import OutputError, check_suffix, whole_file, write_whole


@contextmanager
def no_file_larger_than(n_bytes):
    """As if the disk were full: the system refuses to write on."""
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def raiser(error):
    def fail(*args, **kwargs):
        raise error

    return fail


def message_of(path, data=b"new"):
    with pytest.raises(OutputError) as error:
        write_whole(path, data)
    assert "\n" not in str(error.value)
    return str(error.value)


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


# What is written


def test_a_new_file_holds_the_data(tmp_path):
    write_whole(tmp_path / "new.bin", b"\x00\r\n\xff")
    assert (tmp_path / "new.bin").read_bytes() == b"\x00\r\n\xff"
    assert names(tmp_path) == ["new.bin"]


@pytest.mark.parametrize("data", [b"", b"n", b"new and longer than the old one"])
def test_an_old_file_is_replaced_whole(tmp_path, data):
    (tmp_path / "file").write_bytes(b"old and long")
    write_whole(str(tmp_path / "file"), data)
    assert (tmp_path / "file").read_bytes() == data
    assert names(tmp_path) == ["file"]


def test_a_name_alone_is_in_the_current_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_whole("here", b"new")
    assert (tmp_path / "here").read_bytes() == b"new"


def test_a_reader_keeps_the_old_file_while_the_new_one_is_written(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with path.open("rb") as reader:
        write_whole(path, b"new")
        assert reader.read() == b"old"
    assert path.read_bytes() == b"new"


def test_the_new_file_is_complete_before_it_takes_the_place_of_the_old(tmp_path, monkeypatch):
    path, seen, replace = tmp_path / "file", [], Path.replace
    path.write_bytes(b"old")

    def watched(beside, target):
        seen.append((path.read_bytes(), beside.read_bytes(), beside.parent))
        return replace(beside, target)

    monkeypatch.setattr(Path, "replace", watched)
    write_whole(path, b"new")
    assert seen == [(b"old", b"new", tmp_path)]


def test_a_link_stays_a_link_and_its_target_is_written(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "target").write_bytes(b"old")
    (tmp_path / "link").symlink_to(Path("folder", "target"))
    write_whole(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "folder" / "target").read_bytes() == b"new"
    assert names(tmp_path) == ["folder", "link"]
    assert names(tmp_path / "folder") == ["target"]


def test_a_link_to_nothing_yet_makes_its_target(tmp_path):
    (tmp_path / "link").symlink_to("target")
    write_whole(tmp_path / "link", b"new")
    assert (tmp_path / "target").read_bytes() == b"new"
    assert (tmp_path / "link").is_symlink()


def test_a_new_file_has_the_permissions_of_the_umask(tmp_path):
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "file", b"new")
    finally:
        os.umask(before)
    assert mode_of(tmp_path / "file") == 0o640


@pytest.mark.parametrize("mode", [0o600, 0o664, 0o644])
def test_an_old_file_keeps_its_mode(tmp_path, mode):
    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / "file").chmod(mode)
    write_whole(tmp_path / "file", b"new")
    assert mode_of(tmp_path / "file") == mode


@pytest.mark.parametrize("length", [200, 250, 255])
def test_every_name_that_a_file_can_have_can_be_written(tmp_path, length):
    name = "n" * (length - 4) + ".css"
    write_whole(tmp_path / name, b"new")
    assert names(tmp_path) == [name]


# What cannot be written


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with no_file_larger_than(1000):
        message = message_of(path, bytes(100_000))
    assert message == f"{path}: cannot write: File too large"
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["file"]


def test_a_full_disk_leaves_no_half_of_a_new_file(tmp_path):
    with no_file_larger_than(1000):
        message_of(tmp_path / "file", bytes(100_000))
    assert names(tmp_path) == []


@pytest.mark.parametrize("step", ["open", "replace"])
def test_a_failing_step_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, step):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    monkeypatch.setattr(Path, step, raiser(PermissionError(13, "Permission denied")))
    assert message_of(path) == f"{path}: cannot write: Permission denied"
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["file"]


def test_ctrl_c_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", raiser(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["file"]


def test_a_missing_folder_is_one_line(tmp_path):
    path = tmp_path / "missing" / "file"
    assert message_of(path) == f"{path}: cannot write: No such file or directory"
    assert names(tmp_path) == []


def test_a_folder_of_this_name_is_one_line_and_stays(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "kept").write_bytes(b"kept")
    assert message_of(tmp_path / "folder") == f"{tmp_path / 'folder'}: cannot write: Is a directory"
    assert names(tmp_path) == ["folder"]
    assert names(tmp_path / "folder") == ["kept"]


def test_a_file_instead_of_the_folder_is_one_line_and_stays(tmp_path):
    (tmp_path / "file").write_bytes(b"kept")
    path = tmp_path / "file" / "below"
    assert message_of(path) == f"{path}: cannot write: Not a directory"
    assert (tmp_path / "file").read_bytes() == b"kept"


def test_a_name_too_long_for_any_file_is_one_line(tmp_path):
    path = tmp_path / ("n" * 300)
    assert message_of(path) == f"{path}: cannot write: File name too long"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("mode", [0o500, 0o600, 0o000])
def test_a_folder_without_permission_is_one_line(tmp_path, mode):
    folder = tmp_path / "locked"
    folder.mkdir(mode=mode)
    try:
        assert message_of(folder / "file") == f"{folder / 'file'}: cannot write: Permission denied"
    finally:
        folder.chmod(0o700)
    assert names(folder) == []


def test_the_path_is_named_as_it_was_given(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert message_of("missing/file").startswith("missing/file: ")


def test_an_output_error_is_a_value_error():
    assert issubclass(OutputError, ValueError)


@pytest.mark.parametrize("path", ["a\nb.png", "a\r\nb.png", Path("a\nb.png"), "a\u2028b.png"])
def test_an_output_error_is_one_line_of_name_and_reason(path):
    assert str(OutputError(path, "no\nroom")) == "a b.png: no room"


# Work between the opening and the writing


def test_a_place_that_cannot_be_written_to_is_refused_before_the_work(tmp_path):
    begun = []
    for path in (tmp_path, tmp_path / "missing" / "file"):
        with pytest.raises(OutputError, match="cannot write"), whole_file(path):
            begun.append(path)
    assert begun == []


@pytest.mark.parametrize("error", [ValueError("no"), OSError(28, "No space"), KeyboardInterrupt()])
def test_work_that_fails_leaves_the_old_file_and_keeps_its_own_error(tmp_path, error):
    (tmp_path / "file").write_bytes(b"old")

    def work():
        with whole_file(tmp_path / "file") as write:
            write(b"half")
            assert len(names(tmp_path)) == 2
            raise error

    with pytest.raises(type(error)) as caught:
        work()
    assert caught.value is error
    assert names(tmp_path) == ["file"]
    assert (tmp_path / "file").read_bytes() == b"old"


def test_several_pieces_are_one_file(tmp_path):
    with whole_file(tmp_path / "file") as write:
        write(b"one, ")
        write(b"two")
    assert (tmp_path / "file").read_bytes() == b"one, two"


def test_two_writers_of_one_file_do_not_mix(tmp_path):
    with whole_file(tmp_path / "file") as first, whole_file(tmp_path / "file") as second:
        first(b"first")
        second(b"second")
    assert (tmp_path / "file").read_bytes() == b"first"  # which was closed last
    assert names(tmp_path) == ["file"]


# Suffixes


@pytest.mark.parametrize(
    ("path", "suffix"),
    [("a.png", ".png"), ("a.PNG", ".png"), ("a.b.Json", ".json"), (Path("x.css", "a.json"), ".json")],
)
def test_a_known_suffix_comes_back_in_small_letters(path, suffix):
    assert check_suffix(path, (".png", ".json")) == suffix


@pytest.mark.parametrize(
    ("suffixes", "named"),
    [
        ((".png",), ".png"),
        ((".png", ".json"), ".png or .json"),
        ((".json", ".css", ".gpl", ".ase", ".svg", ".png"), ".json, .css, .gpl, .ase, .svg or .png"),
    ],
)
@pytest.mark.parametrize("path", ["a.txt", "a", "a.png.txt", "png", Path("x.png", "a")])
def test_an_unknown_suffix_is_one_line_that_names_the_known_ones(path, suffixes, named):
    with pytest.raises(OutputError, match=re.escape(f"{path}: ")) as error:
        check_suffix(path, suffixes)
    assert str(error.value) == f"{path}: the name should end in {named}"
