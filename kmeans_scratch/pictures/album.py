"""An album: many pictures, and one count of their colours.

The counts of a colour in two pictures can be added, and the sum is its count in both pictures together. (Palettes
cannot be added, because they do not hold all colours.) So the pictures can be counted in any order, in any
batches and on any machine: the sum is always that of all pixels in one array.

There are 2²⁴ colours, so a table with a place for each of them is enough for any number of pictures. A worker counts
a batch of pictures in one table, and returns only the colours that occur. So the size of the answer depends on
the number of colours, not on the number of pixels.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from time import monotonic
from typing import Any

import numpy as np

from ..fast.colors import CountedColors, pack, unpack
from ..text import plural
from .batches import check_whole, results_of_batches
from .image import MAX_PIXELS, ImageError, check_opaque, opaque_pixels, read_image
from .source import source_name
from .tally import Tally, load_tally, save_tally, stamp_of


@dataclass(frozen=True, eq=False)
class Album:
    """The colours of many pictures together, and which pictures these are."""

    seen: CountedColors  #: the distinct colours of all pictures, with the number of their pixels in all pictures
    counted: list[int]  #: the numbers of the pictures that were counted, from 0, in the order of the sources
    broken: list[str]  #: a line for each picture that could not be read: its name and the reason

    @property
    def name(self) -> str:
        """The number of pictures that were counted, for titles and messages."""
        return plural(len(self.counted), "picture")

    @property
    def note(self) -> str:
        """A warning if pictures could not be read, with the first of them."""
        if not self.broken:
            return ""
        return f"{plural(len(self.broken), 'picture')} could not be read; the first: {self.broken[0]}"


@dataclass(frozen=True, eq=False)
class BatchCounts:
    """The counts of a batch, which a worker returns. They are small, because they are sent between machines."""

    codes: np.ndarray  #: (m,) uint32, the packed colours, sorted
    counts: np.ndarray  #: (m,), the number of pixels of each colour, in the smallest type that holds them
    stamps: dict[int, tuple[int, int]]  #: size and time of the file of each picture that was counted, by its number
    broken: dict[int, str]  #: the reason for each picture that could not be read


def count_album(
    sources: Iterable[Any],
    *,
    executor: Executor | None = None,
    batch: int = 8,
    in_flight: int = 8,
    counts: str | os.PathLike[str] | None = None,
    save_every: float = 30,
    opaque: float = 0.5,
    max_pixels: int = MAX_PIXELS,
    progress: Callable[[Iterator[Any], int], Iterable[Any]] = lambda pictures, total: pictures,
) -> Album:
    """Count how often each colour occurs in all pictures together.

    The counts are exactly those of all opaque pixels in one array, whatever the batches, their order and the
    executor. A picture that cannot be read is listed in `Album.broken`, and all others are counted.

    Parameters
    ----------
    sources : pictures, as `read_image` takes them.
    executor : any `concurrent.futures.Executor`, such as a ProcessPoolExecutor or the `get_executor()` of a dask
        client, whose workers must find the same files. None: this process counts one picture after the other.
    batch : how many pictures one task counts. Larger ones need less traffic, but lose more work if a worker dies.
    in_flight : how many tasks are submitted at a time: about two for each worker. More need more memory.
    counts : a file to resume from, such as album.npz. Every `save_every` seconds and at the end, it is written whole,
        with the path, the size and the time of each picture that is counted. If the program is stopped at any moment,
        call this again: no picture is lost, and none is counted twice. The sources must be paths.
    opaque, max_pixels : those of `read_image`.
    progress : a function that receives an iterator and the number of its items. It yields these items one by one,
        while it shows how many pictures are done.

    Raises ImageError if no picture can be read. Raises WorkerError if a worker dies; what was counted until then is
    saved in `counts`. Raises ValueError if a parameter is wrong, and if `counts` does not fit the sources: it has a
    picture that is not among them, or that was changed since.

    >>> navy, white = [0, 38, 84], [255, 255, 255]
    >>> album = count_album([np.array([[navy, white]], dtype=np.uint8), np.array([[white]], dtype=np.uint8)])
    >>> album.seen.colors.tolist(), album.seen.counts.tolist()
    ([[0, 38, 84], [255, 255, 255]], [1, 2])
    """
    sources = list(sources)
    check_whole(batch=batch, in_flight=in_flight)
    check_opaque(opaque)
    tally = Tally(len(sources)) if counts is None else load_tally(counts, sources, opaque)
    save = (lambda: None) if counts is None else (lambda: save_tally(counts, tally, sources, opaque))
    save()  # if the file cannot be written, it is better to know this before the work
    broken: dict[int, str] = {}
    todo = np.flatnonzero(~tally.counted).tolist()
    batches = [todo[start : start + batch] for start in range(0, len(todo), batch)]

    def done() -> Iterator[int]:
        """Add each batch to the tally, and yield the numbers of its pictures."""
        last_save, pause = monotonic(), save_every
        results = results_of_batches(
            count_batch,
            [[sources[number] for number in numbers] for numbers in batches],
            opaque,
            max_pixels,
            executor=executor,
            in_flight=in_flight,
            name=source_name,
        )
        for batch_number, result in results:
            numbers = batches[batch_number]
            tally.add(result.codes, result.counts, {numbers[place]: stamp for place, stamp in result.stamps.items()})
            broken.update({numbers[place]: reason for place, reason in result.broken.items()})
            if monotonic() - last_save > pause:
                begin = monotonic()
                save()
                last_save = monotonic()
                pause = max(save_every, 10 * (last_save - begin))  # of a million pictures, the list itself is long
            yield from numbers

    try:
        for _ in progress(done(), len(todo)):
            pass
    finally:
        if tally.whole:  # otherwise an interrupt came in the middle of adding, and the last file is the right one
            save()
    if not tally.counted.any():
        raise ImageError(nothing_to_count(len(sources), list(broken.values())))
    codes, totals = tally.seen()
    return Album(
        seen=CountedColors(unpack(codes, 3), totals, None),
        counted=np.flatnonzero(tally.counted).tolist(),
        broken=[broken[number] for number in sorted(broken)],
    )


def nothing_to_count(n_sources: int, reasons: Sequence[str]) -> str:
    """Return the line for an album without one picture that can be read.

    >>> nothing_to_count(0, [])
    'an album of 0 pictures has no colours'
    """
    if not n_sources:
        return "an album of 0 pictures has no colours"
    return f"none of {n_sources:,} pictures can be read; the first: {reasons[0]}"


def count_batch(sources: Sequence[Any], opaque: float, max_pixels: int) -> BatchCounts:
    """Count the colours of a few pictures together. This is what a worker does."""
    tally = Tally(len(sources))
    stamps, broken = {}, {}
    for number, source in enumerate(sources):
        try:
            stamp = stamp_of(source)  # before reading: if the file is changed meanwhile, its time will not fit
            pixels = opaque_pixels(read_image(source, opaque=opaque, max_pixels=max_pixels))
        except ImageError as error:
            broken[number] = str(error)
        else:
            tally.add(pack(pixels), None, {number: stamp})
            stamps[number] = stamp
    codes, counts = tally.seen()
    return BatchCounts(codes, counts.astype(np.min_scalar_type(counts.max(initial=0))), stamps, broken)
