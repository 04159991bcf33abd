"""Walk through a run in a terminal.

At a keyboard, a prompt takes commands. Through a pipe, `echo "n n g 7" | kmeans-scratch step photo.jpg` runs the
commands and ends. Without commands, as in `kmeans-scratch step photo.jpg --text | less`, it prints the whole run.
In a terminal, the picture and the swatches are in colours, and nothing is wider than the terminal.
"""

import re
import shutil
from collections.abc import Iterator
from itertools import chain
from typing import Any, TextIO

import numpy as np

from ..fast.colors import as_color
from ..text import wrapped
from .ansi import count_colors_of, half_blocks, swatches
from .story import sentences, story

PROMPT = "n b g 4 r q ? "
HELP = "n (or Enter) next · b back · g 4 go to 4 · r another seed · q quit · ? help"
COMMAND = r"[nbr?q]|g *\d{1,9}"


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
        text = HELP if command == "?" else f"{command[:20]!r}? {HELP}"
        print(wrapped(text, width_of(out)), file=out)
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
    """Print the present iteration: the picture and the swatches, if the terminal shows colours, and the story."""
    collection, now, n_shown = stepper.collection, stepper.snapshot, count_colors_of(out)
    text = story_of(stepper, width_of(out))
    if collection.is_colors and n_shown:
        columns, lines = shutil.get_terminal_size()
        colors = as_color(now.centroids)  # (k, 3)
        if collection.picture is not None:
            height = max(6, lines - len(text.splitlines()) - 3)  # leaves room for swatches and prompt
            rows = collection.pixel_rows(2 * height, columns)  # (h, w), -1 where not opaque
            groups = np.where(rows < 0, -1, now.labels[rows].astype(int))
            print(*half_blocks(colors, groups, n_shown), sep="\n", file=out)
        print(swatches(colors, columns, n_shown), file=out)
    print(text, file=out)


def print_whole_run(stepper: Any, out: TextIO) -> None:
    """Print the first pick and the end in full, and the iterations between them in sentences."""
    width = width_of(out)
    print(story_of(stepper.goto(0), width), file=out)
    last = len(stepper.run()) - 1
    for iteration in range(1, last):
        told = sentences(stepper.collection, stepper.history[: iteration + 1])
        print("", *(wrapped(line, width) for line in told), sep="\n", file=out)
    if last > 0:
        print("", story_of(stepper, width), sep="\n", file=out)


def story_of(stepper: Any, width: int | None) -> str:
    """Tell the present iteration of a `Stepper` in lines of at most `width` letters."""
    snapshots = stepper.history[: stepper.snapshot.iteration + 1]
    return story(stepper.collection, snapshots, stepper.picks, width)


def width_of(out: TextIO) -> int | None:
    """Return how many columns a terminal has. A file or a pipe gives None: its lines are as long as they are."""
    return shutil.get_terminal_size().columns if out.isatty() else None
