"""The command line: `kmeans-scratch` sorts the built-in rocks, `kmeans-scratch palette` any picture."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any, NoReturn

from .console import print_palette, progress
from .image import Picture, read_image
from .output import OutputError, check_suffix, write_whole
from .palette import SUFFIXES, Palette, extract_palette, png
from .rocks import rock_picture


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
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def build_parser() -> Parser:
    """Describe the commands and their options."""
    parser = Parser(
        prog="kmeans-scratch",
        description="Sort rocks, or the colours of any picture, with k-means written to be read.\n"
        "Without a command: the palette of the built-in rock collection, also written to rocks-palette.png.",
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
    palette.add_argument("--json", action="store_true", help="print everything as one JSON document")
    files = palette.add_argument_group(
        "files to write", "For several images, write {name} where the image's name should stand: -o {name}.css"
    )
    files.add_argument("-o", "--output", metavar="OUT", help=f"the palette: {' '.join(SUFFIXES)} (the bar)")
    files.add_argument("--recolor", metavar="OUT.png", help="the picture in its palette's colours")
    files.add_argument("--plot", metavar="OUT.png", help="the picture beside its bar and percentages")
    return parser


def whole_number(least: int) -> Callable[[str], int]:
    """Make a reader of whole numbers that are not too small."""

    def read_number(text: str) -> int:
        if not text.isdecimal() or int(text) < least:
            raise argparse.ArgumentTypeError(f"{text} should be a whole number >= {least}")
        return int(text)

    return read_number


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return 0, or 2 after one line on stderr that says what is wrong."""
    arguments = build_parser().parse_args(argv)
    try:
        getattr(arguments, "run", run_rocks)(arguments)
        sys.stdout.flush()
    except ValueError as error:
        print(f"kmeans-scratch: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader has seen enough; leave nothing for the interpreter to flush
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def run_rocks(arguments: argparse.Namespace) -> None:
    """Do the main job: sort the built-in rocks by colour."""
    picture = replace(read_image(rock_picture()), name="the built-in rocks")
    palette = extract_palette(picture)
    print_palette(palette)
    write_whole("rocks-palette.png", plot_png(palette))
    print("wrote rocks-palette.png")


def run_palette(arguments: argparse.Namespace) -> None:
    """Find the palette of each image; print it, and write the files asked for."""
    wanted = {"-o": arguments.output, "--recolor": arguments.recolor, "--plot": arguments.plot}
    for option, template in wanted.items():
        if template is not None:
            check_suffix(template, SUFFIXES if option == "-o" else (".png",))
            if len(arguments.images) > 1 and "{name}" not in template:
                raise OutputError(
                    f"{option} {template}: {len(arguments.images)} images need {{name}} in the file's name"
                )
    documents = []
    for image in progress(arguments.images, "sorting colours"):
        paths = {option: fill_in(template, image) for option, template in wanted.items() if template is not None}
        palette = extract_palette(read(image, arguments.opaque), n_colors=arguments.k, random_state=arguments.seed)
        documents.append(palette.as_dict())
        if not arguments.json:
            print_palette(palette)
        if "-o" in paths:
            palette.save(paths["-o"])
        if "--recolor" in paths:
            write_whole(paths["--recolor"], png(palette.recolor()))
        if "--plot" in paths:
            write_whole(paths["--plot"], plot_png(palette))
        for path in paths.values():
            print(f"wrote {path}", file=sys.stderr if arguments.json else sys.stdout)
    if arguments.json:
        print(json.dumps(documents if len(documents) > 1 else documents[0], indent=2))


def read(image: str, opaque: float) -> Picture:
    """Read an image named on the command line; - is stdin."""
    if image != "-":
        return read_image(image, opaque=opaque)
    return replace(read_image(sys.stdin.buffer.read(), opaque=opaque), name="stdin")


def fill_in(template: str, image: str) -> str:
    """Put the image's name into the name of a file to write, and make sure that this is not the image itself."""
    path = template.replace("{name}", "stdin" if image == "-" else Path(image).stem)
    if os.path.realpath(path) == os.path.realpath(image):
        raise OutputError(f"{path}: this would overwrite the image itself; choose another name")
    return path


def plot_png(palette: Palette) -> bytes:
    """Draw the picture beside its palette as the bytes of a PNG file."""
    file = BytesIO()
    palette.plot().savefig(file, format="png", dpi=150)
    return file.getvalue()
