"""The commands and their options."""

import argparse
from collections.abc import Callable
from importlib.metadata import version
from typing import Any, NoReturn

from ..pictures.export import SUFFIXES
from ..pictures.image import MAX_PIXELS
from ..pictures.source import USER_INFO
from ..pictures.spaces import SPACES
from ..text import one_line
from ..watch.animate import FILM_SUFFIXES
from .album import add_album
from .commands import run_animate, run_palette, run_rocks, run_step
from .lessons import run_lessons


class Parser(argparse.ArgumentParser):
    """An argument parser whose help begins with an example, and whose errors are one line."""

    def __init__(self, *, example: str, **kwargs: Any) -> None:
        """Store the example."""
        super().__init__(formatter_class=argparse.RawDescriptionHelpFormatter, **kwargs)
        self.example = example

    def format_help(self) -> str:
        """Return the help, with the example first."""
        return f"example: {self.example}\n\n{super().format_help()}"

    def error(self, message: str) -> NoReturn:
        """Print one line, and exit with 2."""
        message = one_line(USER_INFO.sub("", message))  # an address may have a password in it
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def build_parser() -> Parser:
    """Return the parser of all commands."""
    parser = Parser(
        prog="kmeans-scratch",
        description="Sort rocks, or the colours of any picture, with k-means that is written to be read.\n"
        "Without a command: sort the built-in rocks, and write rocks-palette.png and the film rocks.gif.",
        example="kmeans-scratch palette photo.jpg -k 10",
    )
    parser.add_argument("--version", action="version", version=f"kmeans-scratch {version('kmeans-scratch')}")
    parser.set_defaults(run=run_rocks)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    add_palette(commands)
    add_animate(commands)
    add_step(commands)
    add_lessons(commands)
    return parser


def add_palette(commands: Any) -> None:
    """Add the command `palette`."""
    palette = commands.add_parser(
        "palette",
        help="find the colours of pictures and their proportions",
        description="Find the K colours that represent each picture best, and the share of its pixels in each group.",
        example="kmeans-scratch palette photo.jpg -k 10 -o photo.css",
    )
    palette.set_defaults(run=run_palette)
    palette.add_argument(
        "images", nargs="+", metavar="IMAGE", help="a file, a folder, an http(s) address, or - (standard input)"
    )
    palette.add_argument("-k", type=whole_number(1), default=5, metavar="K", help="how many colours (default: 5)")
    add_seed(palette)
    palette.add_argument(
        "--opaque",
        type=float,
        default=0.5,
        metavar="SHARE",
        help="leave out pixels whose opacity is below SHARE, from 0 to 1 (default: 0.5)",
    )
    add_limit(palette)
    add_choices(palette)
    palette.add_argument("--json", action="store_true", help="print everything as one JSON document")
    add_album(palette, whole_number)
    files = palette.add_argument_group(
        "files to write", "For several images, {name} stands for the name of each image: -o {name}.css"
    )
    files.add_argument("-o", "--output", metavar="OUT", help=f"the palette, as {' '.join(SUFFIXES)} (the bar)")
    files.add_argument("--recolor", metavar="OUT.png", help="the picture in its palette's colours")
    files.add_argument("--plot", metavar="OUT.png", help="the picture beside its bar and percentages")


def add_choices(palette: Parser) -> None:
    """Add the options that say which pixels take part, how colours are compared, and how they are listed."""
    what = palette.add_argument_group("which colours")
    add_space(what)
    what.add_argument(
        "--ignore",
        action="append",
        default=[],
        metavar="COLOUR~D",
        help="leave out a colour, such as '#fff'. With ~D, leave out all colours up to the distance D from it: the "
        "distance in OKLab times 100. Black and white are 100 apart. Example: --ignore '#fff~10'; can be repeated",
    )
    what.add_argument(
        "--mask",
        metavar="MASK",
        help="a picture of the same size: leave out the pixels that are black in it, keep the white ones",
    )
    what.add_argument(
        "--keep",
        action="append",
        default=[],
        metavar="COLOUR",
        help="a colour that is in the palette and does not move, for example --keep '#1b9e77'; can be repeated",
    )
    what.add_argument(
        "--accents",
        action="store_true",
        help="find small bright things: each colour counts with the root of its pixels",
    )
    listed = palette.add_argument_group("how they are listed")
    listed.add_argument(
        "--sort",
        choices=("share", "lightness", "hue"),
        default="share",
        help="most common first, dark to light, or around the circle of hues (default: share)",
    )
    listed.add_argument("--names", action="store_true", help="add the nearest names, of CSS and of the xkcd survey")


def add_animate(commands: Any) -> None:
    """Add the command `animate`."""
    film = commands.add_parser(
        "animate",
        help="film how the colours of a picture, or rocks, are sorted",
        description="Film how colours are sorted, as .gif, .webp, .mp4, .html (to play with) or .png (one sheet).",
        example="kmeans-scratch animate photo.jpg -k 8 -o photo.gif",
    )
    film.set_defaults(run=run_animate)
    add_subject(film)
    film.add_argument(
        "-o", "--output", metavar="OUT", help=f"as {' '.join(FILM_SUFFIXES)} (default: the image's name .gif)"
    )
    film.add_argument("--fps", type=float, default=20, metavar="N", help="frames per second (default: 20)")
    film.add_argument(
        "--size", type=read_size, default=(640, 480), metavar="W×H", help="in pixels (default: 640x480)"
    )
    film.add_argument("--seconds", type=float, metavar="S", help="for each iteration (default: fewer and fewer)")
    film.add_argument("--rotate", action="store_true", help="turn the cube")
    film.add_argument(
        "--compare",
        nargs=2,
        choices=("random", "k-means++"),
        metavar="INIT",
        help="two first picks, side by side",
    )


def add_step(commands: Any) -> None:
    """Add the command `step`."""
    step = commands.add_parser(
        "step",
        help="walk through a run and change it, in the browser or in the terminal",
        description="Walk through a run, forwards and backwards, and change it: in the browser, or in the terminal.",
        example="kmeans-scratch step photo.jpg -k 5",
    )
    step.set_defaults(run=run_step)
    add_subject(step)
    step.add_argument("--text", action="store_true", help="stay in the terminal, even if there is a browser")


def add_lessons(commands: Any) -> None:
    """Add the command `lessons`."""
    lessons = commands.add_parser(
        "lessons",
        help="copy the lessons, the exercises and their marker into a folder",
        description="Copy the lessons, the exercises, their marker and the pictures into a folder.",
        example="kmeans-scratch lessons my-lessons --notebooks",
    )
    lessons.set_defaults(run=run_lessons)
    lessons.add_argument(
        "folder", nargs="?", default="kmeans-lessons", metavar="FOLDER", help="default: kmeans-lessons"
    )
    what = lessons.add_mutually_exclusive_group()
    what.add_argument("--notebooks", action="store_true", help="make a notebook of each lesson, too")
    what.add_argument("--worksheet", action="store_true", help="only write worksheet.pdf, to print, into FOLDER")


def add_subject(parser: Parser) -> None:
    """Add the options that say what to sort, and how."""
    parser.add_argument("image", nargs="?", metavar="IMAGE", help="as for palette (default: the built-in rocks)")
    parser.add_argument("--rocks", choices=("color", "size"), help="sort the rocks themselves, by colour or by size")
    parser.add_argument("-k", type=whole_number(1), default=5, metavar="K", help="how many groups (default: 5)")
    add_seed(parser)
    add_space(parser)
    parser.add_argument("--using", metavar="FILE.py", help="run your own assign and update")
    add_limit(parser)


def add_space(parser: Any) -> None:
    """Add the option for the space in which colours are compared."""
    help_ = "oklab compares colours as eyes see them (default: rgb)"
    parser.add_argument("--space", choices=tuple(SPACES), default="rgb", help=help_)


def add_seed(parser: Parser) -> None:
    """Add the option for another first pick."""
    help_ = "the seed of the random first pick (default: 0)"
    parser.add_argument("--seed", type=whole_number(0), default=0, metavar="N", help=help_)


def add_limit(parser: Parser) -> None:
    """Add the option for larger pictures."""
    help_ = f"refuse pictures with more than N pixels (default: {MAX_PIXELS})"
    parser.add_argument("--max-pixels", type=whole_number(1), default=MAX_PIXELS, metavar="N", help=help_)


def whole_number(least: int) -> Callable[[str], int]:
    """Return a function that reads a whole number of at least `least`."""

    def read_number(text: str) -> int:
        if not text.isdecimal() or len(text) > 9 or int(text) < least:
            raise argparse.ArgumentTypeError(f"{text} should be a whole number >= {least}")
        return int(text)

    return read_number


def read_size(text: str) -> tuple[int, int]:
    """Read a width and a height, such as 640x480."""
    width, _, height = text.replace("×", "x").partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise argparse.ArgumentTypeError(f"{text} should be a width and a height, such as 640x480")
    return int(width), int(height)
