"""How the pictures of an album share its palette: one row of proportions for each picture.

All rows are proportions of the same colours, so pictures can be compared by them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..fast.colors import count_colors
from ..fast.steps import assign
from ..text import one_line
from .batches import check_whole, results_of_batches
from .decode import open_image
from .image import MAX_PIXELS, ImageError, check_opaque, opaque_pixels, read_image
from .left_out import is_ignored
from .palette import Palette
from .source import source_bytes, source_name
from .spaces import space_of

EXIF, DATE, DATE_TAKEN = 0x8769, 306, 36867  # numbers of tags: EXIF's own table; the change of a file; the exposure


@dataclass(frozen=True, eq=False)
class Shares:
    """The pictures of an album that can be read, and the colours of the common palette in each of them."""

    names: list[str]
    counts: np.ndarray  #: (pictures, k), the number of pixels that are nearest to each colour of the palette
    dates: list[str]  #: when each picture was taken, as "2024:05:31 18:00:00"; "" if its file does not say
    broken: list[str]  #: a line for each picture that could not be read: its name and the reason

    @property
    def proportions(self) -> np.ndarray:
        """The proportion of each colour in each picture, (pictures, k). Each row adds up to 1."""
        return self.counts / self.counts.sum(axis=1, keepdims=True)

    def difference_from_rest(self) -> np.ndarray:
        """Return how much each picture differs from the mean of all others: (pictures,), from 0 to 1.

        It is half the sum of the absolute differences of the proportions: the share of the picture's pixels that
        would need another colour. If there is one picture, it is 0.

        >>> counts = np.array([[3, 1], [3, 1], [0, 4]])
        >>> Shares(["a", "b", "c"], counts, ["", "", ""], []).difference_from_rest()
        array([0.375, 0.375, 0.75 ])
        """
        proportions = self.proportions
        n = len(proportions)
        rest = (proportions.sum(axis=0) - proportions) / max(1, n - 1)
        return np.abs(proportions - rest).sum(axis=1) / 2 if n > 1 else np.zeros(n)

    def in_order(self, order: str) -> "Shares":
        """Return the pictures in the order of their names, or of their dates. Those without a date come last."""
        dates = self.dates if order == "date" else [""] * len(self.names)
        rows = sorted(range(len(self.names)), key=lambda row: (dates[row] == "", dates[row], self.names[row]))
        names, taken = [self.names[row] for row in rows], [self.dates[row] for row in rows]
        return Shares(names, self.counts[rows], taken, self.broken)


def count_shares(
    sources: Sequence[Any],
    palette: Palette,
    *,
    executor: Executor | None = None,
    batch: int = 8,
    in_flight: int = 8,
    opaque: float = 0.5,
    max_pixels: int = MAX_PIXELS,
    progress: Callable[[Iterator[Any], int], Iterable[Any]] = lambda pictures, total: pictures,
) -> Shares:
    """Count the pixels of each picture that are nearest to each colour of a palette.

    Every picture is read again. The parameters are those of `count_album`. Raises ImageError if no picture can be
    read, and WorkerError if a worker dies.

    >>> from kmeans_scratch import extract_palette
    >>> flag = np.array([[[0, 38, 84], [255, 255, 255], [237, 41, 57], [255, 255, 255]]], dtype=np.uint8)
    >>> count_shares([flag, flag[:, :1]], extract_palette(flag, 3)).proportions
    array([[0.5 , 0.25, 0.25],
           [0.  , 1.  , 0.  ]])
    """
    check_whole(batch=batch, in_flight=in_flight)
    check_opaque(opaque)
    starts = range(0, len(sources), batch)
    batches = [sources[start : start + batch] for start in starts]
    counts = np.zeros((len(sources), len(palette)), np.int64)
    dates: dict[int, str] = {}
    broken: dict[int, str] = {}

    def done() -> Iterator[int]:
        results = results_of_batches(
            shares_of_batch,
            batches,
            palette.centroids[np.argsort(palette.order)],  # as in the run: if two are equally near, the lower number
            palette.space,
            palette.ignore,
            opaque,
            max_pixels,
            executor=executor,
            in_flight=in_flight,
            name=source_name,
        )
        for batch_number, result in results:
            for number, (row, date, reason) in enumerate(result, start=starts[batch_number]):
                if reason:
                    broken[number] = reason
                else:
                    counts[number], dates[number] = row[palette.order], date
                yield number

    for _ in progress(done(), len(sources)):
        pass
    if not dates:
        raise ImageError(f"none of {len(sources):,} pictures can be read")
    read = sorted(dates)
    return Shares(
        names=[source_name(sources[number]) for number in read],
        counts=counts[read],
        dates=[dates[number] for number in read],
        broken=[broken[number] for number in sorted(broken)],
    )


def shares_of_batch(
    sources: Sequence[Any], centroids: np.ndarray, space: str, ignore: Sequence[str], opaque: float, max_pixels: int
) -> list[tuple[np.ndarray, str, str]]:
    """Return for each picture the number of pixels nearest to each centroid, (k,), its date, and why it is broken.

    This is what a worker does.
    """
    rows = []
    for source in sources:
        row, date, reason = np.zeros(len(centroids), np.int64), "", ""
        try:
            seen = count_colors(opaque_pixels(read_image(source, opaque=opaque, max_pixels=max_pixels)))
            used = ~is_ignored(seen.colors, ignore)
            if not used.any():
                raise ImageError(one_line(f"{source_name(source)}: no pixel has a colour that is not ignored"))
            labels = assign(space_of(space).points(seen.colors[used]), centroids)
            np.add.at(row, labels, seen.counts[used])
            date = date_taken(source)
        except ImageError as error:
            reason = str(error)
        rows.append((row, date, reason))
    return rows


def date_taken(source: Any) -> str:
    """Return when a photograph was taken, as "2024:05:31 18:00:00"; "" if its file does not say."""
    try:
        tags = open_image(source_bytes(source, timeout=10)).getexif()
        date = str(tags.get_ifd(EXIF).get(DATE_TAKEN) or tags.get(DATE) or "").strip(" \0")
    except Exception:  # broken EXIF is no reason to refuse a picture, and an array has none
        return ""
    # A camera without a clock writes zeros or blanks.
    return date if date[:4].isdecimal() and date[:4] != "0000" else ""
