"""What a terminal shows, seen through a fake one."""

import io
import re
import sys
import time

import numpy as np
import pytest

from kmeans_scratch import Palette, Picture
from kmeans_scratch.shell.console import print_palette, progress
from kmeans_scratch.watch.ansi import swatch

ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


@pytest.fixture(autouse=True)
def _environment(monkeypatch):
    """A terminal of true colours, whatever the tests run in."""
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")


def terminal(monkeypatch, *names):
    """Put a fake terminal in the place of stdout, stderr or both. No fixture: pytest sets them anew for the test."""
    stream = Terminal()
    for name in names:
        monkeypatch.setattr(sys, name, stream)
    return stream


@pytest.fixture
def without_rich(monkeypatch):
    for name in ("rich", "rich.console", "rich.text", "rich.progress"):
        monkeypatch.setitem(sys.modules, name, None)


def palette_of(note="", name="flag.png"):
    colors = np.array([[255, 128, 0], [0, 38, 84]], dtype=np.uint8)
    picture = Picture(np.zeros((1, 4, 3), np.uint8), np.ones((1, 4), bool), name)
    return Palette(colors, np.array([3, 1]), np.arange(2), colors * 1.0, 0.0, 1, "converged", picture, note)


def screen(written):
    """The lines that stand on a terminal in the end, knowing returns, line breaks, the way up and erased lines."""
    lines, row, column = [""], 0, 0
    for part in re.findall(r"\r|\n|\x1b\[[0-9;?]*[A-Za-z]|[^\r\n\x1b]+", written):
        if part == "\n":
            row, column = row + 1, 0
            lines += [""] * (row == len(lines))
        elif part == "\r":
            column = 0
        elif part == "\x1b[1A":
            row -= 1
        elif part == "\x1b[2K":
            lines[row] = ""
        elif not part.startswith("\x1b"):
            lines[row] = lines[row][:column].ljust(column) + part + lines[row][column + len(part) :]
            column += len(part)
    return [line.rstrip() for line in lines[: row + 1]] + [line for line in lines[row + 1 :] if line.strip()]


def test_the_screen_knows_what_a_terminal_does():
    assert screen("abcdef\rxy\nnew\r   \r") == ["xycdef", ""]
    assert screen("old\nbar\n\x1b[1A\x1b[2Kxy\x1b[31mz\x1b[0m") == ["old", "xyz"]
    assert screen("one\ntwo\n\x1b[1A\x1b[1A\x1b[2K") == ["", "two"]


# The palette


@pytest.mark.parametrize("note", ["", "there were only two"])
def test_a_file_or_a_pipe_gets_the_palette_in_plain_text(capsys, note):
    print_palette(palette_of(note))
    assert capsys.readouterr() == (f"{palette_of(note)!r}\n", "")


def test_a_terminal_shows_a_swatch_before_each_color(monkeypatch):
    stdout = terminal(monkeypatch, "stdout")
    palette = palette_of("there were only two")
    print_palette(palette)
    title, first, second, note = stdout.getvalue().splitlines()
    assert title == "flag.png: 2 colours of 4 pixels"
    assert first.startswith(swatch(palette.colors[0], " " * 6))
    assert second.startswith(swatch(palette.colors[1], " " * 6))
    assert [ESCAPE.sub("", line) for line in (first, second)] == [f"      {line}" for line in palette.lines()]
    assert note == "note: there were only two"


def test_without_a_note_there_is_no_line_for_it(monkeypatch):
    stdout = terminal(monkeypatch, "stdout")
    print_palette(palette_of())
    assert len(stdout.getvalue().splitlines()) == 3


def test_brackets_in_a_name_are_no_markup(monkeypatch):
    stdout = terminal(monkeypatch, "stdout")
    print_palette(palette_of("[red]note[/red]", name="[bold]a.png"))
    assert stdout.getvalue().startswith("[bold]a.png: 2 colours")
    assert stdout.getvalue().endswith("note: [red]note[/red]\n")


def test_a_name_with_a_line_break_is_shown_whole(monkeypatch):
    stdout = terminal(monkeypatch, "stdout")
    print_palette(palette_of(name="a\nflag.png"))
    assert " ".join(stdout.getvalue().splitlines()).startswith("a flag.png: 2 colours of 4 pixels")


def test_a_narrow_terminal_gets_a_narrow_table(monkeypatch):
    stdout = terminal(monkeypatch, "stdout")
    monkeypatch.setenv("COLUMNS", "40")
    print_palette(palette_of("there were only two colours in the whole of this picture"))
    lines = ESCAPE.sub("", stdout.getvalue()).splitlines()
    assert max(map(len, lines)) <= 40
    assert lines[1].split() == ["1", "#ff8000", "75.0%", "3"]
    assert " ".join(lines).endswith("note: there were only two colours in the whole of this picture")


def test_a_very_narrow_terminal_does_not_break_the_lines_apart(monkeypatch):
    stdout = terminal(monkeypatch, "stdout")
    monkeypatch.setenv("COLUMNS", "25")  # the terminal itself wraps; rich would cut at a space
    print_palette(palette_of())
    assert len(stdout.getvalue().splitlines()) == 2 + 2  # the title has two lines


def test_a_terminal_of_256_colors_shows_swatches_too(monkeypatch):
    stdout = terminal(monkeypatch, "stdout")
    monkeypatch.setenv("COLORTERM", "")
    print_palette(palette_of())
    assert "\x1b[48;5;208m" in stdout.getvalue()
    assert "[48;2;" not in stdout.getvalue()


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb"), ("TERM", "vt100")])
def test_a_terminal_that_shows_no_such_colors_gets_plain_text(monkeypatch, name, value):
    stdout = terminal(monkeypatch, "stdout")
    monkeypatch.delenv("COLORTERM")
    monkeypatch.setenv(name, value)
    print_palette(palette_of("a note"))
    assert stdout.getvalue() == f"{palette_of('a note')!r}\n"


@pytest.mark.usefixtures("without_rich")
def test_swatches_need_no_rich(monkeypatch):
    stdout = terminal(monkeypatch, "stdout")
    print_palette(palette_of("a note"))
    assert "\x1b[48;2;255;128;0m" in stdout.getvalue()


# Progress


@pytest.mark.parametrize("items", [[], ["a"], ["a", "b", "c"], ("a", "b"), range(4)])
def test_without_a_terminal_progress_passes_items_on_and_is_silent(capsys, items):
    assert list(progress(items, "sorting")) == list(items)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("items", [[], ["a"]])
def test_one_item_needs_no_progress(monkeypatch, items):
    stderr = terminal(monkeypatch, "stderr")
    assert list(progress(items, "sorting")) == items
    assert stderr.getvalue() == ""


def test_with_rich_a_terminal_shows_how_many_are_done(monkeypatch, capsys):
    stderr = terminal(monkeypatch, "stderr")
    seen = []
    for item in progress(["a", "b", "c"], "sorting"):
        seen.append(item)
        time.sleep(0.15)  # rich looks ten times a second
    shown = ESCAPE.sub("", stderr.getvalue())
    assert seen == ["a", "b", "c"]
    assert "sorting" in shown
    assert re.search(r"1/3|1 of 3|33%", shown)
    assert re.search(r"3/3|3 of 3|100%", shown)
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("without_rich")
def test_without_rich_a_terminal_shows_how_many_are_done(monkeypatch, capsys):
    stderr = terminal(monkeypatch, "stderr")
    shown = []
    for item in progress(["a", "b", "c"], "sorting"):
        shown.append((item, screen(stderr.getvalue())[-1]))
    assert shown == [("a", "sorting: 0 of 3 done"), ("b", "sorting: 1 of 3 done"), ("c", "sorting: 2 of 3 done")]
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("without_rich")
@pytest.mark.parametrize("name", ["stdout", "stderr"])
def test_without_rich_the_counter_leaves_nothing_behind(monkeypatch, name):
    stdout = terminal(monkeypatch, "stdout", "stderr")
    for item in progress(["a", "b", "c"], "sorting"):
        print(f"wrote {item}", file=getattr(sys, name))  # with --json, these lines go to stderr
    assert screen(stdout.getvalue()) == ["wrote a", "wrote b", "wrote c", ""]


@pytest.mark.usefixtures("without_rich")
def test_without_rich_the_counter_needs_no_escapes(monkeypatch):
    stderr = terminal(monkeypatch, "stderr")
    list(progress(["a", "b"], "sorting"))
    assert "\x1b" not in stderr.getvalue()  # so it is erased on every terminal


def test_with_rich_lines_and_the_bar_share_a_terminal(monkeypatch):
    stdout = terminal(monkeypatch, "stdout", "stderr")
    for item in progress(["a", "b", "c"], "sorting"):
        print(f"wrote {item}")
    assert screen(stdout.getvalue()) == ["wrote a", "wrote b", "wrote c", ""]  # the bar is gone


def test_swatches_keep_their_colors_and_lines_while_the_bar_is_up(monkeypatch):
    stdout = terminal(monkeypatch, "stdout", "stderr")
    for _ in progress(["a", "b"], "sorting"):
        print_palette(palette_of("a note"))
    assert stdout.getvalue().count("48;2;255;128;0m") == 2
    title, *lines, note = repr(palette_of("a note")).splitlines()
    shown = [title, *(f"      {line}" for line in lines), note]
    assert screen(stdout.getvalue()) == [*shown, *shown, ""]


@pytest.mark.parametrize("rich", [True, False])
def test_a_file_gets_its_lines_while_progress_is_on_the_terminal(monkeypatch, request, rich):
    stderr = terminal(monkeypatch, "stderr")
    if not rich:
        request.getfixturevalue("without_rich")
    file = io.StringIO()
    monkeypatch.setattr(sys, "stdout", file)
    for item in progress(["a", "b"], "sorting"):
        print(f"wrote {item}")
        print_palette(palette_of())
    assert file.getvalue() == "".join(f"wrote {item}\n{palette_of()!r}\n" for item in "ab")
    assert "wrote" not in stderr.getvalue()


@pytest.mark.usefixtures("without_rich")
def test_without_rich_ctrl_c_leaves_nothing_behind(monkeypatch):
    stderr = terminal(monkeypatch, "stderr")

    def interrupted():
        for _ in progress(["a", "b"], "sorting"):
            stderr.write("^C")  # by the terminal itself
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert screen(stderr.getvalue()) == [""]


@pytest.mark.parametrize("rich", [True, False])
def test_an_error_in_between_gives_the_terminal_back(monkeypatch, request, rich):
    stdout = terminal(monkeypatch, "stdout")
    stderr = terminal(monkeypatch, "stderr")
    if not rich:
        request.getfixturevalue("without_rich")

    def fail():
        for _ in progress(["a", "b"], "sorting"):
            print("found")
            raise ValueError("no picture")

    with pytest.raises(ValueError, match="no picture"):
        fail()
    assert (sys.stdout, sys.stderr) == (stdout, stderr)
    assert ESCAPE.sub("", screen(stdout.getvalue() + stderr.getvalue())[0]) == "found"
    assert screen(stderr.getvalue())[-1] == ""  # where the error will be written
    assert stderr.getvalue().count("\x1b[?25l") == stderr.getvalue().count("\x1b[?25h")  # the cursor shows again
