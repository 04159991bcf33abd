"""What each command does."""

import argparse
import json
import os
import sys
import warnings
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from ..pictures.export import SUFFIXES, png
from ..pictures.extract import extract_palette
from ..pictures.image import ImageError, Picture, read_image
from ..pictures.output import OutputError, check_suffix, whole_file
from ..pictures.palette import Palette
from ..pictures.rock_drawing import rock_picture
from ..pictures.rocks import rock_collection
from ..pictures.source import file_name, source_name
from ..text import one_line
from ..watch.animate import FILM_SUFFIXES, animate, as_stepper
from ..watch.show import has_browser, open_page
from ..watch.student_functions import load_functions
from ..watch.terminal import walk
from .album import check_album, expand_folders, palette_together
from .console import print_error, print_palette, progress, quiet_decoders

show_frames = partial(progress, description="drawing frames")


def run_rocks(arguments: argparse.Namespace) -> None:
    """Sort the pixels of the built-in rocks: print their palette, draw it, and film the run."""
    picture = built_in_rocks()
    with whole_file("rocks-palette.png") as write:
        palette = extract_palette(picture)
        print_palette(palette)
        write(plot_png(palette))
    print("wrote rocks-palette.png")
    animate(picture, "rocks.gif", progress=show_frames)
    print("wrote rocks.gif")


def run_palette(arguments: argparse.Namespace) -> int:
    """Find the palette of each image. Return 2 if one of them failed, otherwise 0."""
    check_album(arguments)
    arguments.images = expand_folders(arguments.images)
    if arguments.together:
        files = [arguments.output, arguments.plot, arguments.counts]
        check_outputs([path for path in files if path is not None], arguments.images)
        return palette_together(arguments)
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
    read_from = arguments.images + ([arguments.mask] if arguments.mask is not None else [])
    check_outputs([path for outputs in paths for path in outputs.values()], read_from)
    documents = []
    for image, outputs in progress(list(zip(arguments.images, paths, strict=True)), "sorting colours"):
        try:
            documents.append(palette_of(image, outputs, arguments))
        except (ImageError, OutputError, MemoryError) as error:  # the other images still get their palettes
            text = print_error(str(error) or f"{source_name(image)}: needs more memory than there is")
            documents.append({"image": source_name(image), "error": text})
    if arguments.json:
        print(json.dumps(documents if len(documents) > 1 else documents[0], indent=2))
    return 2 if any("error" in document for document in documents) else 0


def palette_of(image: str, outputs: dict[str, str], arguments: argparse.Namespace) -> dict[str, Any]:
    """Find the palette of one image, print it, and write its files: all of them, or none if something is wrong."""
    with ExitStack() as files:
        write = {option: files.enter_context(whole_file(path)) for option, path in outputs.items()}
        picture = read(image, arguments.opaque, arguments.max_pixels)
        palette = extract_palette(picture, arguments.k, random_state=arguments.seed, **palette_settings(arguments))
        palette = palette.sorted(arguments.sort)
        if not arguments.json:
            print_palette(palette, names=arguments.names)
        if "-o" in write:
            write["-o"](palette.encode(Path(outputs["-o"]).suffix.lower()))
        if "--recolor" in write:
            write["--recolor"](png(palette.recolor()))
        if "--plot" in write:
            write["--plot"](plot_png(palette))
    for path in outputs.values():
        print(f"wrote {one_line(path)}", file=sys.stderr if arguments.json else sys.stdout)
    return palette.as_dict()


def palette_settings(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the settings of `extract_palette` that say which pixels take part, and how colours are compared."""
    mask = arguments.mask
    return {
        "space": arguments.space,
        "ignore": arguments.ignore,
        "mask": None if mask is None else read(mask, 0.5, arguments.max_pixels),
        "keep": arguments.keep,
        "accents": arguments.accents,
    }


def run_animate(arguments: argparse.Namespace) -> None:
    """Film one run, or two side by side."""
    output = arguments.output
    if output is None:
        output = f"{name_of(arguments.image or 'rocks')}.gif"
    check_suffix(output, FILM_SUFFIXES)
    check_outputs([output], [arguments.image] if arguments.image else [])
    animate(
        source_of(arguments),
        output,
        n_clusters=arguments.k,
        fps=arguments.fps,
        size=arguments.size,
        seconds_per_iteration=arguments.seconds,
        rotate=arguments.rotate,
        compare=arguments.compare,
        random_state=arguments.seed,
        progress=show_frames,
        **run_settings(arguments),
    )
    print(f"wrote {one_line(output)}")


def run_step(arguments: argparse.Namespace) -> None:
    """Open the page of a run in the browser, or walk through the run in the terminal."""
    stepper = as_stepper(source_of(arguments), arguments.k, random_state=arguments.seed, **run_settings(arguments))
    if arguments.text or arguments.space != "rgb" or not has_browser():  # a page sorts in RGB only
        walk(stepper, sys.stdin, sys.stdout)
    else:
        print(f"opened {open_page(stepper.page())}")


def source_of(arguments: argparse.Namespace) -> Any:
    """Return what to sort: a table of rocks, or a picture."""
    if arguments.rocks and arguments.image is not None:
        raise ValueError(f"{source_name(arguments.image)}: give an image or --rocks, not both")
    if arguments.rocks:
        return rock_collection()
    return built_in_rocks() if arguments.image is None else read(arguments.image, 0.5, arguments.max_pixels)


def run_settings(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the settings that `animate` and `Stepper` share."""
    own = {}
    if arguments.using:
        warnings.simplefilter("ignore", RuntimeWarning)  # NumPy warns of the mean of an empty group
        own = load_functions(arguments.using)
    return own | {"space": arguments.space} | ({"by": arguments.rocks} if arguments.rocks else {})


def built_in_rocks() -> Picture:
    """Return the picture of the rock collection."""
    return replace(read_image(rock_picture()), name="the built-in rocks")


def read(image: str, opaque: float, max_pixels: int) -> Picture:
    """Read an image named on the command line. A name of - means standard input."""
    with quiet_decoders():
        return read_image(sys.stdin.buffer if image == "-" else image, opaque=opaque, max_pixels=max_pixels)


def name_of(image: str) -> str:
    """Return the name of an image without folder and suffix, for the files that are made from it."""
    if image == "-":
        return "stdin"
    return Path(file_name(source_name(image))).stem


def check_outputs(outputs: Sequence[str], images: Sequence[str]) -> None:
    """Refuse to write a file twice, or over one of the images."""
    # With `< file`, /dev/stdin is a link to the file.
    files = ["/dev/stdin" if image == "-" else source_name(image) for image in images]
    taken = {os.path.realpath(file): "it is one of the images" for file in files}
    for path in outputs:
        place = os.path.realpath(path)
        if place in taken:
            raise OutputError(path, f"{taken[place]}; choose another name to write to")
        taken[place] = "it would be written twice"


def plot_png(palette: Palette) -> bytes:
    """Return the picture beside its palette, as the bytes of a PNG file."""
    file = BytesIO()
    palette.plot().savefig(file, format="png", dpi=150)
    return file.getvalue()
