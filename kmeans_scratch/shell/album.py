"""`kmeans-scratch palette --together`: one palette of many pictures, counted here, in processes, or on a cluster."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from ..pictures.album import count_album
from ..pictures.batches import WorkerError
from ..pictures.export import SUFFIXES
from ..pictures.extract import check_settings, palette_of_album
from ..pictures.folders import pictures_in
from ..pictures.image import ImageError
from ..pictures.output import check_suffix, whole_file
from ..pictures.palette import Palette
from ..pictures.reading import read_all
from ..pictures.shares import Shares, count_shares
from ..text import one_line
from .console import print_error, print_palette, progress_of
from .workers import workers

NEED_TOGETHER = ("each", "order", "counts", "jobs", "cluster")


def add_album(parser: Any, whole_number: Callable[[int], Callable[[str], int]]) -> None:
    """Add the options for one palette of all pictures."""
    album = parser.add_argument_group("one palette for many pictures")
    album.add_argument("--together", action="store_true", help="find one palette of all pictures together")
    album.add_argument(
        "--each",
        action="store_true",
        help="with --together: also the shares of these colours in each picture; -o OUT.png draws a bar for each",
    )
    album.add_argument("--order", choices=("name", "date"), help="of the pictures of --each (default: name)")
    album.add_argument(
        "--counts",
        metavar="FILE.npz",
        help="with --together: save the counts in FILE.npz now and then; if it exists, go on from there",
    )
    where = album.add_mutually_exclusive_group()
    where.add_argument(
        "--jobs", type=whole_number(1), metavar="N", help="with --together: count in N processes (default: 1)"
    )
    where.add_argument(
        "--cluster",
        metavar="tcp://HOST:PORT",
        help="with --together: count on the workers of this dask scheduler, which must see the same files",
    )


def expand_folders(images: Sequence[str]) -> list[str]:
    """Put the pictures of each folder in its place. Raises ImageError if a folder has none."""
    found = []
    for image in images:
        inside = pictures_in(image) if os.path.isdir(image) else [image]
        if not inside:
            raise ImageError(one_line(f"{image}: no file in this folder has the suffix of a picture"))
        found += inside
    return found


def check_album(arguments: argparse.Namespace) -> None:
    """Refuse options that do not fit together, before any work."""
    if not arguments.together:
        for name in NEED_TOGETHER:
            if getattr(arguments, name):
                raise ValueError(f"--{name} is for one palette of all pictures: add --together")
        return
    if arguments.output is not None:
        check_suffix(arguments.output, SUFFIXES)
    if arguments.plot is not None:
        check_suffix(arguments.plot, [".png"])
    for name in ("recolor", "mask"):
        if getattr(arguments, name) is not None:
            raise ValueError(f"--{name} is for pictures with palettes of their own: leave out --together")
    check_settings(arguments.k, arguments.space, arguments.ignore, arguments.keep)
    if arguments.order and not arguments.each:
        raise ValueError(f"--order {arguments.order} is the order of the pictures of --each: add --each")


def palette_together(arguments: argparse.Namespace) -> int:
    """Find one palette of all pictures; return 2 if one of them could not be read, else 0."""
    files: dict[str, str] = {}  # each file once, although folders may overlap
    for image in arguments.images:
        files.setdefault(os.path.realpath(image), image)
    sources = [read_all(sys.stdin.buffer) if image == "-" else image for image in files.values()]
    limits: dict[str, Any] = {"opaque": arguments.opaque, "max_pixels": arguments.max_pixels}
    shares = None
    try:
        with ExitStack() as stack:
            outputs = [path for path in (arguments.output, arguments.plot) if path is not None]
            write = {path: stack.enter_context(whole_file(path)) for path in outputs}
            executor, in_flight = stack.enter_context(workers(arguments.jobs or 1, arguments.cluster))
            limits |= {"executor": executor, "in_flight": in_flight, "batch": batch_for(len(sources), in_flight)}
            show = partial(progress_of, description="counting colours")
            album = count_album(sources, counts=arguments.counts, progress=show, **limits)
            palette = palette_of_album(
                album,
                arguments.k,
                space=arguments.space,
                ignore=arguments.ignore,
                keep=arguments.keep,
                accents=arguments.accents,
                random_state=arguments.seed,
            ).sorted(arguments.sort)
            if arguments.each:
                counted = [sources[number] for number in album.counted]
                show = partial(progress_of, description="comparing pictures")
                shares = count_shares(counted, palette, progress=show, **limits).in_order(arguments.order or "name")
            broken = album.broken + (shares.broken if shares else [])
            if arguments.output is not None:
                suffix = Path(arguments.output).suffix.lower()
                write[arguments.output](encode(palette, shares, broken, suffix, arguments.order == "date"))
            if arguments.plot is not None:
                write[arguments.plot](figure_png(palette.plot(), 150))
    except WorkerError as error:
        kept = f"; what was counted is in {arguments.counts}" if arguments.counts else ""
        print_error(f"{error}{kept}")
        return 2
    for line in broken:
        print_error(line)
    if arguments.json:
        print(json.dumps(as_dict(palette, shares, broken), indent=2))
    else:
        print_palette(palette, names=arguments.names)
        if shares:
            print_shares(shares)
    for path in outputs:
        print(f"wrote {one_line(path)}", file=sys.stderr if arguments.json else sys.stdout)
    return 2 if broken else 0


def batch_for(n_pictures: int, in_flight: int) -> int:
    """Return how many pictures a task counts: few if the album is small, so that all workers have work to the end.

    Large batches send less, because the pictures of a batch share colours.

    >>> batch_for(20, 3), batch_for(1_000_000, 200)
    (1, 32)
    """
    return min(32, max(1, n_pictures // (4 * in_flight)))


def encode(palette: Palette, shares: Shares | None, broken: Sequence[str], suffix: str, with_dates: bool) -> bytes:
    """Return the bytes of the file to write: bars of all pictures, or the common palette."""
    if suffix == ".json":
        return (json.dumps(as_dict(palette, shares, broken), indent=2) + "\n").encode()
    if suffix == ".png" and shares:
        from ..pictures.album_figure import album_figure  # here, because it loads matplotlib

        return figure_png(album_figure(palette, shares, with_dates=with_dates), 100)
    return palette.encode(suffix)


def figure_png(figure: Any, dpi: int) -> bytes:
    """Return a matplotlib figure as the bytes of a PNG file."""
    file = BytesIO()
    figure.savefig(file, format="png", dpi=dpi)
    return file.getvalue()


def as_dict(palette: Palette, shares: Shares | None, broken: Sequence[str]) -> dict[str, Any]:
    """Return the palette, the shares of each picture and the broken pictures in plain lists and numbers."""
    document = palette.as_dict() | {"broken": list(broken)}
    if shares:
        rows = zip(shares.names, shares.dates, shares.proportions.tolist(), strict=True)
        differences = shares.difference_from_rest().tolist()
        document["pictures"] = [
            {"image": one_line(name), "date": date or None, "proportions": row, "difference_from_rest": difference}
            for (name, date, row), difference in zip(rows, differences, strict=True)
        ]
    return document


def print_shares(shares: Shares) -> None:
    """Print a line for each picture with the share of each colour, and the pictures that are least like the rest."""
    from ..pictures.album_figure import least_alike

    names = [one_line(name) for name in shares.names]
    width = max(map(len, names))
    print("\n" + " " * width + "".join(f"{number:>7}" for number in range(1, shares.counts.shape[1] + 1)))
    for name, row in zip(names, shares.proportions, strict=True):
        print(f"{name:<{width}}" + "".join(f"{share:>7.1%}" for share in row))
    for number in least_alike(shares):
        share = f"{shares.difference_from_rest()[number]:.0%}"
        print(f"least like the rest: {names[number]} ({share} of its pixels would need another colour)")
