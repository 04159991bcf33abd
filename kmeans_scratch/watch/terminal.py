"""Walk through a run in a terminal.

At a keyboard, a prompt takes commands. Through a pipe, `echo "n n g 7" | kmeans-scratch step photo.jpg` runs the
commands and ends. Without commands, as in `kmeans-scratch step photo.jpg --text | less`, it prints the whole run.
The picture and the swatches are shown if the terminal has all colours, and the user has not set NO_COLOR.
"""

import os
import re
import shutil
from collections.abc import Iterator
from itertools import chain
from typing import Any, TextIO

import numpy as np

from ..fast.colors import as_color, ink_on
from .story import sentences

PROMPT = "n b g 4 r q ? "
HELP = "n (or Enter) next · b back · g 4 go to 4 · r another seed · q quit · ? help"
COMMAND = r"[nbr?q]|g *\d{1,9}"
INK, GROUND = "\x1b[38;2;{};{};{}m", "\x1b[48;2;{};{};{}m"  # the colour of letters, and the colour behind them
RESET = "\x1b[0m"


def walk(stepper: Any, commands: TextIO, out: TextIO) -> None:
    """Walk through the run of a `Stepper`: read commands line by line, and print to `out` what happens."""
    if commands.isatty() and out.isatty():
        lines = prompt(commands, out)
    elif not commands.isatty() and (first := commands.readline()):
        lines = chain([first], commands)
    else:
        print_whole_run(stepper, out)
        return
    print_step(stepper, out)
    for line in lines:
        for command in split_commands(line):
            if command == "q":
                return
            run_command(stepper, command, out)


def split_commands(line: str) -> Iterator[str]:
    """Split a line into commands. After an unknown command, the rest of the line is left out: it may depend on it.

    >>> list(split_commands("n g 4 R x n")), list(split_commands(""))
    (['n', 'g 4', 'r', 'x'], ['n'])
    """
    for match in re.finditer(rf"(?:{COMMAND})(?!\S)|\S+", line.lower() if line.strip() else "n"):
        yield match[0]
        if not re.fullmatch(COMMAND, match[0]):
            return


def prompt(commands: TextIO, out: TextIO) -> Iterator[str]:
    """Prompt for each line, until Ctrl-D."""
    print(PROMPT, end="", file=out, flush=True)
    while line := commands.readline():
        yield line
        print(PROMPT, end="", file=out, flush=True)
    print(file=out)


def run_command(stepper: Any, command: str, out: TextIO) -> None:
    """Run one command, and print where the run is now."""
    before = stepper.snapshot
    if command == "?" or not re.fullmatch(COMMAND, command):
        print(HELP if command == "?" else f"{command[:20]!r}? {HELP}", file=out)
    elif command == "n" and stepper.next().snapshot is before:
        print("This is the end.", file=out)
    elif command == "b" and stepper.back().snapshot is before:
        print("This is the beginning.", file=out)
    else:
        if command == "r":
            print(restart(stepper), file=out)
        elif command[0] == "g":
            stepper.goto(int(command[1:]))
        print_step(stepper, out)


def restart(stepper: Any) -> str:
    """Restart with a random seed. Return a sentence with the seed, so that the run can be repeated."""
    given = not isinstance(stepper.init, str) and not callable(stepper.init)
    seed = None if given else int(np.random.default_rng().integers(1000))
    stepper.restart(seed)
    return "Restarted with the models given." if given else f"Restarted with seed {seed}."


def print_step(stepper: Any, out: TextIO) -> None:
    """Print the present iteration: the picture and the swatches, if the terminal can show them, and the story."""
    collection, now, story = stepper.collection, stepper.snapshot, str(stepper)
    if collection.is_colors and shows_colors(out):
        columns, lines = shutil.get_terminal_size()
        colors = as_color(now.centroids)  # (k, 3)
        if collection.picture is not None:
            height = max(6, lines - len(story.splitlines()) - 3)  # leaves room for swatches and prompt
            rows = collection.pixel_rows(2 * height, columns)  # (h, w), -1 where not opaque
            print(*half_blocks(colors, np.where(rows < 0, -1, now.labels[rows].astype(int))), sep="\n", file=out)
        print(swatches(colors, columns), file=out)
    print(story, file=out)


def print_whole_run(stepper: Any, out: TextIO) -> None:
    """Print the first pick and the end in full, and the iterations between them in sentences."""
    print(stepper.goto(0), file=out)
    last = len(stepper.run()) - 1
    for iteration in range(1, last):
        print("", *sentences(stepper.collection, stepper.history[: iteration + 1]), sep="\n", file=out)
    if last > 0:
        print("", stepper, sep="\n", file=out)


def shows_colors(out: TextIO) -> bool:
    """Return whether this is a terminal with all colours and half blocks, and colours are not switched off."""
    if not out.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    all_colors = os.environ.get("COLORTERM") in ("truecolor", "24bit") or "WT_SESSION" in os.environ  # Windows
    return all_colors and (out.encoding or "utf-8").lower().startswith("utf")


def half_blocks(colors: np.ndarray, groups: np.ndarray) -> list[str]:
    r"""Return a picture as lines of half blocks, two pixels in each: groups (h, w), -1 for a transparent pixel.

    >>> half_blocks(np.array([[250, 0, 0], [0, 0, 9]]), np.array([[0], [1]]))
    ['\x1b[38;2;250;0;0m\x1b[48;2;0;0;9m▀\x1b[0m']
    """
    groups = np.pad(groups, ((0, len(groups) % 2), (0, 0)), constant_values=-1)
    lines = zip(groups[::2], groups[1::2], strict=True)
    return ["".join(half_block(colors, *pair) for pair in zip(*line, strict=True)) + RESET for line in lines]


def half_block(colors: np.ndarray, upper: int, lower: int) -> str:
    """Return one character for two pixels. Where a pixel is not opaque, the background of the terminal shows."""
    if upper >= 0 and lower >= 0:
        return INK.format(*colors[upper]) + GROUND.format(*colors[lower]) + "▀"
    if upper >= 0 or lower >= 0:
        return RESET + INK.format(*colors[max(upper, lower)]) + ("▀" if upper >= 0 else "▄")
    return RESET + " "


def swatches(colors: np.ndarray, columns: int) -> str:
    """Return the number of each group on its colour (k, 3). A line holds as many as fit."""
    cells = [swatch(color, f"{group:^5}") for group, color in enumerate(colors, start=1)]
    fit = max(1, columns // 5)
    return "\n".join("".join(cells[start : start + fit]) for start in range(0, len(cells), fit))


def swatch(color: np.ndarray, text: str) -> str:
    r"""Return text on a colour (3,), in black or white.

    >>> swatch(np.array([250, 0, 9]), " 1 ")
    '\x1b[48;2;250;0;9m\x1b[38;2;255;255;255m 1 \x1b[0m'
    """
    ink = ink_on(color)
    return f"{GROUND.format(*color)}{INK.format(ink, ink, ink)}{text}{RESET}"
