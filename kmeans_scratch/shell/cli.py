"""The command line: `kmeans-scratch` sorts the built-in rocks, `kmeans-scratch palette` any picture."""

import argparse
import io
import json
import os
import signal
import sys
from _thread import interrupt_main
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from threading import Timer
from typing import Any, NoReturn
from urllib.parse import urlsplit

from ..pictures.image import MAX_PIXELS, Picture, read_image
from ..pictures.output import OutputError, check_place, check_suffix, write_whole
from ..pictures.palette import SUFFIXES, Palette, extract_palette, png
from ..pictures.rocks import rock_collection, rock_picture
from ..text import one_line
from ..watch.animate import animate, as_stepper
from ..watch.encode import FILM_SUFFIXES
from ..watch.using import load_functions
from .console import print_palette, progress

show_frames = partial(progress, description="drawing frames")
SIGNALS: list[int] = []  # those that have asked this program to stop


class Parser(argparse.ArgumentParser):
    """An argument parser that begins its help with an example, and its errors with the error: one line."""

    def __init__(self, *args: Any, example: str, **kwargs: Any) -> None:
        """Remember the example."""
        super().__init__(*args, formatter_class=argparse.RawDescriptionHelpFormatter, **kwargs)
        self.example = example

    def format_help(self) -> str:
        """Put the example before everything else."""
        return f"example: {self.example}\n\n{super().format_help()}"

    def error(self, message: str) -> NoReturn:
        """Leave with one line."""
        self.exit(2, f"{self.prog}: {one_line(message)} (see {self.prog} --help)\n")


def build_parser() -> Parser:
    """Describe the commands and their options."""
    parser = Parser(
        prog="kmeans-scratch",
        description="Sort rocks, or the colours of any picture, with k-means written to be read.\n"
        "Without a command: the built-in rock collection, its palette (rocks-palette.png) and the film (rocks.gif).",
        example="kmeans-scratch palette photo.jpg -k 10",
    )
    parser.add_argument("--version", action="version", version=f"kmeans-scratch {version('kmeans-scratch')}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    palette = commands.add_parser(
        "palette",
        help="find the colours of pictures and their proportions",
        description="Find the k colours that stand best for each picture, and the share of its pixels in each.",
        example="kmeans-scratch palette photo.jpg -k 10 -o photo.css",
    )
    palette.set_defaults(run=run_palette)
    palette.add_argument("images", nargs="+", metavar="IMAGE", help="a file, an http(s) address, or - for stdin")
    palette.add_argument("-k", type=whole_number(1), default=5, metavar="K", help="how many colours (default: 5)")
    palette.add_argument(
        "--seed", type=whole_number(0), default=0, metavar="N", help="of the first pick (default: 0)"
    )
    palette.add_argument("--opaque", type=float, default=0.5, metavar="SHARE", help="leave out pixels below (0.5)")
    add_limit(palette)
    palette.add_argument("--json", action="store_true", help="print everything as one JSON document")
    files = palette.add_argument_group(
        "files to write", "For several images, write {name} where the image's name should stand: -o {name}.css"
    )
    files.add_argument("-o", "--output", metavar="OUT", help=f"the palette: {' '.join(SUFFIXES)} (the bar)")
    files.add_argument("--recolor", metavar="OUT.png", help="the picture in its palette's colours")
    files.add_argument("--plot", metavar="OUT.png", help="the picture beside its bar and percentages")

    film = commands.add_parser(
        "animate",
        help="film how the colours of a picture, or rocks, are sorted",
        description="Film how colours are sorted: .gif, .webp, .mp4, .html to step in, .png of all steps.",
        example="kmeans-scratch animate photo.jpg -k 8 -o photo.gif",
    )
    film.set_defaults(run=run_animate)
    add_subject(film)
    film.add_argument(
        "-o", "--output", metavar="OUT", help=f"{' '.join(FILM_SUFFIXES)} (default: the image's name .gif)"
    )
    film.add_argument("--fps", type=float, default=20, metavar="N", help="pictures a second (default: 20)")
    film.add_argument(
        "--size", type=read_size, default=(640, 480), metavar="W×H", help="in pixels (default: 640x480)"
    )
    film.add_argument("--seconds", type=float, metavar="S", help="for each iteration (default: less and less)")
    film.add_argument("--rotate", action="store_true", help="turn the cube")
    film.add_argument(
        "--compare", nargs=2, choices=("random", "k-means++"), metavar="INIT", help="two first picks side by side"
    )

    step = commands.add_parser(
        "step",
        help="walk through the iterations yourself, in a window or in the terminal",
        description="Walk through the iterations, forth and back, in a window or in the terminal.",
        example="kmeans-scratch step photo.jpg -k 5",
    )
    step.set_defaults(run=run_step)
    add_subject(step)
    step.add_argument("--text", action="store_true", help="in the terminal, even where there is a display")
    return parser


def add_subject(parser: Parser) -> None:
    """Add the options that say what is sorted, and how."""
    parser.add_argument("image", nargs="?", metavar="IMAGE", help="as for palette; without it, the built-in rocks")
    parser.add_argument(
        "--rocks", choices=("color", "size"), help="the rocks themselves instead, by colour or by size"
    )
    parser.add_argument("-k", type=whole_number(1), default=5, metavar="K", help="how many groups (default: 5)")
    parser.add_argument("--seed", type=whole_number(0), default=0, metavar="N", help="of the first pick (default: 0)")
    parser.add_argument("--using", metavar="FILE.py", help="your own assign and update move the models")
    add_limit(parser)


def add_limit(parser: Parser) -> None:
    """Add the option for larger pictures."""
    help_ = f"refuse larger pictures (default: {MAX_PIXELS})"
    parser.add_argument("--max-pixels", type=whole_number(1), default=MAX_PIXELS, metavar="N", help=help_)


def whole_number(least: int) -> Callable[[str], int]:
    """Make a reader of whole numbers that are not too small."""

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


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return 0, or 2 after one line on stderr that says what is wrong, or 128 + a signal."""
    open_closed_streams()
    heed_signals()
    try:
        arguments = build_parser().parse_args(argv)
        getattr(arguments, "run", run_rocks)(arguments)
        sys.stdout.flush()
    except SystemExit:  # of --help, or of arguments that are wrong
        discard_stdout()
        raise
    except BrokenPipeError:  # the reader has seen enough
        discard_stdout()
    except (KeyboardInterrupt, Exception) as error:
        if SIGNALS or isinstance(error, KeyboardInterrupt):  # of which C++ may have made another error
            number = SIGNALS[0] if SIGNALS else signal.SIGINT
            print(f"kmeans-scratch: stopped by {signal.Signals(number).name}", file=sys.stderr)
            return 128 + number
        if not isinstance(error, ValueError | OSError | MemoryError):
            raise
        discard_stdout()
        print(f"kmeans-scratch: {one_line(str(error)) or 'needs more memory than there is'}", file=sys.stderr)
        return 2
    return 0


def open_closed_streams() -> None:
    """Lead nowhere what the shell has closed (<&- or >&-): Python has None there, and files would get its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):  # in the order of their numbers
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):  # a letter that it cannot show must not cost the palette
        sys.stdout.reconfigure(errors="backslashreplace")


def heed_signals() -> None:
    """Stop for `kill`, and for a terminal that is closed, as for Ctrl-C: tidily."""
    SIGNALS.clear()

    def stop(number: int, frame: Any) -> NoReturn:
        SIGNALS.append(number)
        raise KeyboardInterrupt

    def stop_again(ignored: Any) -> None:
        if ignored.exc_type is KeyboardInterrupt:
            Timer(0.2, interrupt_main, SIGNALS[:1]).start()  # once this, too, is over
        else:
            sys.__unraisablehook__(ignored)

    # What is raised while Python tidies up an object gets no further, and the signal would be lost: send it again.
    if sys.unraisablehook is sys.__unraisablehook__:
        sys.unraisablehook = stop_again
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        with suppress(AttributeError, ValueError):  # Windows has no SIGHUP; threads may not ask
            number = getattr(signal, name)
            if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):  # nohup has it ignored
                signal.signal(number, stop)


def discard_stdout() -> None:
    """Leave nothing in the buffer that the interpreter would fail to write at its end."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def run_rocks(arguments: argparse.Namespace) -> None:
    """Do the main job: sort the built-in rocks by colour."""
    check_outputs(["rocks-palette.png", "rocks.gif"], [])
    picture = built_in_rocks()
    palette = extract_palette(picture)
    print_palette(palette)
    write_whole("rocks-palette.png", plot_png(palette))
    print("wrote rocks-palette.png")
    animate(picture, "rocks.gif", progress=show_frames)
    print("wrote rocks.gif")


def run_palette(arguments: argparse.Namespace) -> None:
    """Find the palette of each image; print it, and write the files asked for."""
    templates = {"-o": arguments.output, "--recolor": arguments.recolor, "--plot": arguments.plot}
    templates = {option: template for option, template in templates.items() if template is not None}
    for option, template in templates.items():
        check_suffix(template, SUFFIXES if option == "-o" else (".png",))
        if len(arguments.images) > 1 and "{name}" not in template:
            raise OutputError(
                f"{option} {template}", f"{len(arguments.images)} images need {{name}} in the file's name"
            )
    paths = [
        {option: template.replace("{name}", name_of(image)) for option, template in templates.items()}
        for image in arguments.images
    ]
    check_outputs([path for outputs in paths for path in outputs.values()], arguments.images)
    documents = []
    for image, outputs in progress(list(zip(arguments.images, paths, strict=True)), "sorting colours"):
        picture = read(image, arguments.opaque, arguments.max_pixels)
        palette = extract_palette(picture, arguments.k, random_state=arguments.seed)
        documents.append(palette.as_dict())
        if not arguments.json:
            print_palette(palette)
        if "-o" in outputs:
            palette.save(outputs["-o"])
        if "--recolor" in outputs:
            write_whole(outputs["--recolor"], png(palette.recolor()))
        if "--plot" in outputs:
            write_whole(outputs["--plot"], plot_png(palette))
        for path in outputs.values():
            print(f"wrote {one_line(path)}", file=sys.stderr if arguments.json else sys.stdout)
    if arguments.json:
        print(json.dumps(documents if len(documents) > 1 else documents[0], indent=2))


def run_animate(arguments: argparse.Namespace) -> None:
    """Film one run, or two side by side."""
    output = arguments.output
    if output is None:
        output = f"{name_of(arguments.image or 'rocks')}.gif"
    check_suffix(output, FILM_SUFFIXES)
    check_outputs([output], [arguments.image] if arguments.image else [])
    animate(
        subject(arguments),
        output,
        n_clusters=arguments.k,
        fps=arguments.fps,
        size=arguments.size,
        seconds_per_iteration=arguments.seconds,
        rotate=arguments.rotate,
        compare=arguments.compare,
        random_state=arguments.seed,
        progress=show_frames,
        **settings(arguments),
    )
    print(f"wrote {one_line(output)}")


def run_step(arguments: argparse.Namespace) -> None:
    """Walk through a run, in a window if there is a display."""
    from ..watch.terminal import walk

    stepper = as_stepper(subject(arguments), arguments.k, random_state=arguments.seed, **settings(arguments))
    if arguments.text:
        walk(stepper)
    else:
        stepper.show()


def subject(arguments: argparse.Namespace) -> Any:
    """Find what is to be sorted."""
    if arguments.rocks and arguments.image is not None:
        raise ValueError(f"{arguments.image}: give an image or --rocks, not both")
    if arguments.rocks:
        return rock_collection()
    return built_in_rocks() if arguments.image is None else read(arguments.image, 0.5, arguments.max_pixels)


def settings(arguments: argparse.Namespace) -> dict[str, Any]:
    """Collect what `animate` and `Stepper` have in common."""
    own = load_functions(arguments.using) if arguments.using else {}
    return own | ({"by": arguments.rocks} if arguments.rocks else {})


def built_in_rocks() -> Picture:
    """Draw the rock collection."""
    return replace(read_image(rock_picture()), name="the built-in rocks")


def read(image: str, opaque: float, max_pixels: int) -> Picture:
    """Read an image named on the command line; - is stdin."""
    return read_image(sys.stdin.buffer if image == "-" else image, opaque=opaque, max_pixels=max_pixels)


def name_of(image: str) -> str:
    """Find a name for what is made of an image: its own, without folder and suffix."""
    if image == "-":
        return "stdin"
    is_address = image.lower().startswith(("http://", "https://"))
    return Path(urlsplit(image).path if is_address else image).stem


def check_outputs(outputs: Sequence[str], images: Sequence[str]) -> None:
    """Refuse to write a file twice, over one of the images, or where none can be, before any work is done."""
    files = ["/dev/stdin" if image == "-" else image for image in images]  # which is a link to what < names
    taken = {os.path.realpath(file): "it is one of the images" for file in files}
    for path in outputs:
        place = os.path.realpath(path)
        if place in taken:
            raise OutputError(path, f"{taken[place]}; choose another name to write to")
        check_place(path)
        taken[place] = "it would be written twice"


def plot_png(palette: Palette) -> bytes:
    """Draw the picture beside its palette as the bytes of a PNG file."""
    file = BytesIO()
    palette.plot().savefig(file, format="png", dpi=150)
    return file.getvalue()
