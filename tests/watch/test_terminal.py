"""The walk in a terminal: scripted commands in, text out."""

import io
import os
import re
import shutil
import subprocess
import sys

import numpy as np
import pytest

from kmeans_scratch import Stepper, rock_collection
from kmeans_scratch.watch.terminal import HELP, PROMPT, walk

RED, BLUE, WHITE = (250, 0, 0), (0, 0, 240), (255, 255, 255)


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


@pytest.fixture(autouse=True)
def _environment(monkeypatch):
    """A terminal of true colours, 40 × 30, whatever the tests run in."""
    for name in ("NO_COLOR", "WT_SESSION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((40, 30)))


def line_stepper(**settings):
    """Four samples in two groups: iterations 0, 1 and 2."""
    X = np.array([[1.0], [2.0], [9.0], [11.0]])
    return Stepper(X, 2, **({"init": [[1.0], [2.0]]} | settings))


def picture_stepper(pixels=((RED, BLUE, BLUE), (RED, RED, BLUE))):
    return Stepper(np.array(pixels, dtype=np.uint8), 2, init=[RED, BLUE])


def iterations(text):
    """The iterations that were told in full, in order."""
    return [int(number) for number in re.findall(r"groups, iteration (\d+)$", text, flags=re.MULTILINE)]


def walked(commands, stepper=None, out=None):
    """Walk with these commands through a pipe, and return what was written."""
    out = out or io.StringIO()
    walk(stepper or line_stepper(), commands=io.StringIO(commands), out=out)
    return out.getvalue()


def at_the_keyboard(commands, stepper=None):
    """Walk with these commands typed into a terminal, and return what stands on it."""
    out = Terminal()
    walk(stepper or line_stepper(), commands=Terminal(commands), out=out)
    return out.getvalue()


# Commands


def test_the_walk_begins_where_the_stepper_is_and_leaves_it_where_it_ends():
    stepper = line_stepper().next()
    assert iterations(walked("n q", stepper)) == [1, 2]
    assert stepper.snapshot.iteration == 2


def test_what_is_told_is_what_the_stepper_says():
    assert walked("n") == f"{line_stepper()!r}\n{line_stepper().next()!r}\n"


@pytest.mark.parametrize(
    ("commands", "told"),
    [
        ("n", [0, 1]),
        ("n\nn\nb\n", [0, 1, 2, 1]),
        ("n n b", [0, 1, 2, 1]),
        ("\n\n", [0, 1, 2]),  # Enter alone
        ("N B Q", [0, 1, 0]),
        ("g 2", [0, 2]),
        ("g2 g 0", [0, 2, 0]),
        ("g 2 n b", [0, 2, 1]),  # n stays at the end
        ("g 999999", [0, 2]),
        ("  n  \r\n", [0, 1]),
        ("q n n", [0]),
        ("n q\nn", [0, 1]),
        ("n\nn", [0, 1, 2]),  # without a line break at its end
    ],
)
def test_commands_lead_to_iterations(commands, told):
    assert iterations(walked(commands)) == told


def test_who_stays_at_either_end_is_told_so():
    assert walked("g 2 n").endswith("This is the end.\n")
    assert walked("b").endswith("This is the beginning.\n")


@pytest.mark.parametrize(
    "wrong", ["x", "next", "g", "g four", "g -1", "g 1.5", "g " + "9" * 5000, "G", "5", "nn", "\x1b[C"]
)
def test_what_is_no_command_gets_one_line_of_help_and_the_rest_of_its_line_is_dropped(wrong):
    told = walked(f"{wrong} n n\nn")
    assert iterations(told) == [0, 1]
    assert told.count(HELP) == 1


def test_a_question_mark_gets_the_help():
    assert walked("? n").splitlines().count(HELP) == 1
    assert iterations(walked("? n")) == [0, 1]


def test_the_help_names_every_command_and_fits_into_a_line():
    assert [part.split()[0] for part in HELP.split(" · ")] == ["n", "b", "g", "r", "q", "?"]
    assert len(HELP) <= 80


# Restart


def test_restart_says_the_seed_and_whoever_gives_it_sees_the_same_run():
    rocks = rock_collection()
    stepper = Stepper(rocks, 4, random_state=0)
    told = walked("n r", stepper)
    (seed,) = re.findall(r"^Restarted with seed (\d+)\.$", told, flags=re.MULTILINE)
    assert iterations(told) == [0, 1, 0]
    assert (Stepper(rocks, 4, random_state=int(seed)).snapshot.centroids == stepper.snapshot.centroids).all()


def test_restarts_differ():
    assert len(set(re.findall(r"seed (\d+)", walked("r r r r r r", line_stepper(init="random"))))) > 1


def test_a_restart_from_given_models_says_that_nothing_is_picked():
    told = walked("n r")
    assert "Restarted with the models given." in told
    assert "seed" not in told


# Pipes


def test_without_commands_the_whole_run_is_told_once():
    told = walked("", line_stepper().next())  # from its beginning, wherever the stepper is
    assert iterations(told) == [0, 2]
    assert told.count("Iteration 1: ") == 2  # both half-steps, without the table
    assert told.rstrip().endswith("no sample changes group any more.")


def test_a_keyboard_with_a_pipe_behind_it_is_not_asked():
    out = io.StringIO()
    walk(line_stepper(), commands=Terminal("n\n"), out=out)  # such as `… --text | less`
    assert iterations(out.getvalue()) == [0, 2]
    assert PROMPT not in out.getvalue()


def test_a_run_of_one_snapshot_is_told_once():
    stepper = line_stepper(max_iter=1)
    assert iterations(walked("", stepper)) == [0, 1]


@pytest.mark.parametrize("commands", ["", "n n b r ? x q"])
def test_a_pipe_gets_plain_lines(commands):
    told = walked(commands, picture_stepper())
    assert "\x1b" not in told
    assert "▀" not in told
    assert PROMPT not in told


def test_stdin_and_stdout_are_those_of_the_moment(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("n"))
    walk(line_stepper(), sys.stdin, sys.stdout)
    assert iterations(capsys.readouterr().out) == [0, 1]


def test_commands_are_obeyed_as_they_come():
    """A program that talks to the walk gets its answer before it sends the next line."""
    stepper = line_stepper()

    seen = []

    class Talk(io.StringIO):
        def __next__(self):
            seen.append(stepper.snapshot.iteration)
            return super().__next__()

    walk(stepper, commands=Talk("n\nn\nb\n"), out=io.StringIO())
    assert seen == [1, 2, 1]


def test_in_a_real_pipe_the_walk_ends_quietly():
    code = (
        "import sys; import numpy as np; from kmeans_scratch import Stepper;"
        "from kmeans_scratch.watch.terminal import walk;"
        "walk(Stepper(np.array([[1.0], [2.0], [9.0]]), 2, init=[[1.0], [2.0]]), sys.stdin, sys.stdout)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], input="n\n", capture_output=True, text=True, check=True
    )
    assert iterations(done.stdout) == [0, 1]
    assert done.stderr == ""


def test_the_walk_does_without_matplotlib():
    code = "import sys; import kmeans_scratch.watch.terminal; assert 'matplotlib' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


# At the keyboard


def test_a_prompt_asks_for_each_line():
    told = at_the_keyboard("n\nq\n")
    assert told.count(PROMPT) == 2
    assert iterations(told) == [0, 1]


def test_the_end_of_the_input_ends_the_walk_and_its_line():
    assert at_the_keyboard("").endswith(f"{PROMPT}\n")
    assert at_the_keyboard("n\n").endswith(f"{PROMPT}\n")


# Colours


def test_a_terminal_gets_the_picture_pixel_by_pixel():
    stepper = picture_stepper()
    picture, numbers, *story = at_the_keyboard("q", stepper).splitlines()
    red, blue = "250;0;0m", "0;0;240m"
    ink, ground = "\x1b[38;2;", "\x1b[48;2;"
    cells = [(red, red), (blue, red), (blue, blue)]
    assert picture == "".join(f"{ink}{upper}{ground}{lower}▀" for upper, lower in cells) + "\x1b[0m"
    assert numbers == f"{ground}{red}{ink}255;255;255m  1  \x1b[0m{ground}{blue}{ink}255;255;255m  2  \x1b[0m"
    assert " ".join(story).split() == f"{stepper!r} {PROMPT}".split()


def test_the_picture_wears_the_colours_of_the_centroids_not_its_own():
    stepper = Stepper(np.array([[[10, 0, 0], [20, 0, 0], [0, 0, 99]]], dtype=np.uint8), 2, init=[[10, 0, 0], BLUE])
    told = at_the_keyboard("n\nq\n", stepper)
    assert "\x1b[38;2;15;0;0m▀" in told
    assert "20;0;0m" not in told


def test_where_the_picture_is_transparent_the_terminal_shows():
    picture = np.zeros((3, 2, 4), dtype=np.uint8)
    picture[0, 0] = picture[1, 1] = picture[2, 0] = (250, 0, 0, 255)
    stepper = Stepper(picture, 1)
    first, second, *_ = at_the_keyboard("q", stepper).splitlines()
    ink, reset = "\x1b[38;2;250;0;0m", "\x1b[0m"
    assert first == f"{reset}{ink}▀{reset}{ink}▄{reset}"
    assert second == f"{reset}{ink}▀{reset} {reset}"  # the lower half of this line is below the picture


@pytest.mark.parametrize(("height", "width"), [(400, 10), (10, 400), (300, 300), (1, 1)])
def test_the_picture_fits_into_the_terminal(height, width):
    pixels = np.zeros((height, width, 3), dtype=np.uint8)
    pixels[: height // 2] = 255
    told = at_the_keyboard("q", Stepper(pixels, 1))
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in told.splitlines()]
    picture = [line for line in lines if set(line) <= set("▀▄") and line]
    assert 1 <= len(picture) <= 30 - 8
    assert all(len(line) <= 40 for line in picture)
    assert len(lines) <= 30


def test_rocks_by_colour_have_swatches_but_no_picture():
    told = at_the_keyboard("q", Stepper(rock_collection(), 3, random_state=0))
    assert "\x1b[48;2;" in told
    assert "▀" not in told


def test_rocks_by_size_have_no_colours():
    assert "\x1b" not in at_the_keyboard("n\nq\n", Stepper(rock_collection(), 3, by="size", random_state=0))


@pytest.mark.parametrize(("variable", "value"), [("NO_COLOR", "1"), ("TERM", "dumb"), ("TERM", "vt100")])
def test_colours_are_only_for_terminals_that_have_them_and_users_who_want_them(monkeypatch, variable, value):
    monkeypatch.setenv("COLORTERM", "")
    monkeypatch.setenv(variable, value)
    told = at_the_keyboard("n\nq\n", picture_stepper())
    assert "\x1b" not in told
    assert iterations(told) == [0, 1]


@pytest.mark.parametrize("value", ["", "no"])
def test_a_terminal_of_256_colours_gets_the_nearest_ones(monkeypatch, value):
    monkeypatch.setenv("COLORTERM", value)
    picture, numbers, *_ = at_the_keyboard("q", picture_stepper()).splitlines()
    red, blue = "5;196m", "5;21m"  # (255, 0, 0) and (0, 0, 255)
    ink, ground = "\x1b[38;", "\x1b[48;"
    cells = [(red, red), (blue, red), (blue, blue)]
    assert picture == "".join(f"{ink}{upper}{ground}{lower}▀" for upper, lower in cells) + "\x1b[0m"
    assert numbers == f"{ground}{red}{ink}5;231m  1  \x1b[0m{ground}{blue}{ink}5;231m  2  \x1b[0m"


def test_an_empty_no_color_says_nothing(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "")
    assert "▀" in at_the_keyboard("q", picture_stepper())


def test_a_terminal_that_cannot_write_half_blocks_gets_plain_lines():
    class Narrow(Terminal):
        encoding = "cp1252"

    out = Narrow()
    walk(picture_stepper(), commands=Terminal("q"), out=out)
    assert "\x1b" not in out.getvalue()


# Narrow terminals


def on_a_terminal(monkeypatch, columns, stepper, commands="n\n? x\nq\n"):
    """Walk in a terminal of so many columns: the lines, without their colours."""
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((columns, 30)))
    return re.sub(r"\x1b\[[0-9;]*m", "", at_the_keyboard(commands, stepper)).replace(PROMPT, "").splitlines()


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("by", ["color", "size", None])
def test_no_line_is_wider_than_the_terminal_and_no_word_is_broken(monkeypatch, columns, by):
    stepper = picture_stepper() if by is None else Stepper(rock_collection(), 5, by=by, random_state=0)
    lines = on_a_terminal(monkeypatch, columns, stepper)
    assert max(map(len, lines)) <= columns
    told = " ".join(lines)
    assert f"'x'? {HELP} " in f"{told} "
    assert repr(stepper.goto(1)).splitlines()[-1] in told  # the sentence of the grouping


def test_a_narrow_table_leaves_out_where_models_came_from(monkeypatch):
    stepper = Stepper(rock_collection(), 3, random_state=0)
    wide, narrow = (on_a_terminal(monkeypatch, columns, stepper.goto(0), "n") for columns in (80, 40))
    assert any(re.search(r"  1  #\w{6} .* from #\w{6}$", line) for line in wide)
    assert any(re.search(r"  1  #\w{6}  +\d+  \d+\.\d%  +\d+\.\d$", line) for line in narrow)


def test_a_whole_run_fits_too(monkeypatch):
    out = Terminal()
    walk(picture_stepper(), commands=io.StringIO(""), out=out)
    assert max(map(len, out.getvalue().splitlines())) <= 40
    assert "Sorted after 1 iteration: the models hardly move any more." in " ".join(out.getvalue().split())
