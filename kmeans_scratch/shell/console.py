"""Swatches and progress in a terminal; plain lines in a file or a pipe.

Progress bars are drawn by rich, the extra `terminal`. Without rich, a counter is shown. Progress is shown on stderr,
and only if that is a terminal, so that it never mixes with results.
"""

import logging
import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout, suppress
from io import StringIO
from typing import Any, TypeVar

from ..pictures.palette import Palette
from ..text import one_line, wrapped
from ..watch.ansi import count_colors_of, swatch
from ..watch.terminal import width_of

Item = TypeVar("Item")


def print_palette(palette: Palette, *, names: bool = False) -> None:
    """Print a palette's table to stdout, with a swatch before each line if it is a terminal that shows colours."""
    width, n_shown = width_of(sys.stdout), count_colors_of(sys.stdout)
    title, *_ = repr(palette).splitlines()
    print(wrapped(title, width))
    room = 6 if n_shown else 0  # for the swatch
    lines = palette.lines(None if width is None else width - room, names=names)
    for color, line in zip(palette.colors, lines, strict=True):
        print(swatch(color, " " * room, n_shown) + line if n_shown else line)
    for remark in palette.remarks:
        print(wrapped(remark, width))


def print_error(text: str) -> str:
    """Print an error to stderr in one line, and return that line."""
    print(f"kmeans-scratch: {one_line(text)}", file=sys.stderr)
    return one_line(text)


def progress(items: Sequence[Item], description: str) -> Iterator[Item]:
    """Yield the items. If there are several and stderr is a terminal, show how many are done."""
    yield from progress_of(iter(items), len(items), description)


def progress_of(items: Iterator[Item], total: int, description: str) -> Iterator[Item]:
    """Yield the items of an iterator, as `progress` does; `total` is their number."""
    if total < 2 or not sys.stderr.isatty():
        yield from items
    elif (console := _rich_console(sys.stderr)) is None:
        for number in range(total):
            with _counter(f"{description}: {number} of {total} done"):
                item = next(items)  # the work is here, or in the loop that receives the item
                yield item
        yield from items
    else:
        from rich.progress import Progress

        # On a terminal, rich writes results above the bar. In a file, results must not pass through rich.
        with Progress(console=console, transient=True, redirect_stdout=sys.stdout.isatty()) as bar:
            task = bar.add_task(description, total=total)
            for item in items:
                yield item
                bar.update(task, advance=1, refresh=True)


@contextmanager
def _counter(text: str) -> Iterator[None]:
    """Show text on stderr during the work. Anything printed meanwhile waits until the text is gone."""
    results, messages = StringIO(), StringIO()
    print(text, end="", file=sys.stderr, flush=True)
    try:
        with redirect_stdout(results), redirect_stderr(messages):
            yield
    finally:
        blank = " " * len(f"{text}^C")  # spaces erase the text on any terminal, and the ^C of an interrupt
        print(f"\r{blank}\r", end="", file=sys.stderr, flush=True)
        print(results.getvalue(), end="", flush=True)
        print(messages.getvalue(), end="", file=sys.stderr, flush=True)


@contextmanager
def quiet_decoders() -> Iterator[None]:
    """Keep the decoders of pictures from writing to stderr, and make --max-pixels their only limit.

    They write in warnings and in logs. libtiff writes to stderr directly. All settings here are those of the whole
    process. So only the command line, which reads in one thread, changes them. The library does not.
    """
    from PIL import Image

    with warnings.catch_warnings(), ExitStack() as restored:
        warnings.simplefilter("ignore")
        restored.callback(logging.disable, logging.root.manager.disable)
        logging.disable(logging.CRITICAL)
        restored.callback(setattr, Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)
        Image.MAX_IMAGE_PIXELS = None
        with suppress(OSError):  # stderr may be closed
            stderr = os.dup(2)
            restored.callback(os.close, stderr)
            restored.callback(os.dup2, stderr, 2)
            with open(os.devnull, "wb") as nothing:
                os.dup2(nothing.fileno(), 2)
        yield


def _rich_console(stream: Any) -> Any:
    """Return rich's console for a stream, or None if it is not a terminal, or rich is missing."""
    try:
        from rich.console import Console
    except ImportError:
        return None
    stream = getattr(stream, "rich_proxied_file", stream)  # a progress bar replaces stdout
    return Console(file=stream, highlight=False) if stream.isatty() else None
