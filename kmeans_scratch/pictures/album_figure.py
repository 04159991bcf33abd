"""The pictures of an album as rows: the share of each colour of the common palette in each picture."""

import numpy as np
from matplotlib.figure import Figure

from ..text import plural
from .palette import Palette, bar_edges
from .palette_figure import drawable
from .shares import Shares
from .source import file_name

WIDTH = 600  # columns of a bar
MOST_ROWS = 1500  # more pictures share rows
MOST_NAMES = 40  # beside the rows
N_NAMED = 3  # pictures least like the rest


def least_alike(shares: Shares) -> list[int]:
    """Return the numbers of the pictures that are least like the rest, the least alike first: at most a third of all.

    >>> counts = np.array([[3, 1], [3, 1], [0, 4]])
    >>> least_alike(Shares(["a", "b", "c"], counts, ["", "", ""], []))
    [2]
    """
    n = min(N_NAMED, len(shares.names) // 3)
    return np.argsort(-shares.difference_from_rest(), kind="stable")[:n].tolist()


def album_figure(palette: Palette, shares: Shares, *, with_dates: bool = False) -> Figure:
    """Draw a bar for all pictures together, and below it a bar for each picture, in the order of `shares`.

    The names of up to 40 pictures stand beside their bars, with their dates if asked for. If there are more than 1500
    pictures, neighbours share a row, which is their mean.
    """
    proportions, named = shares.proportions, least_alike(shares)
    n = len(proportions)
    n_rows = min(n, MOST_ROWS)
    starts = np.arange(n_rows) * n // n_rows  # (n_rows,), the first picture of each row
    rows = np.add.reduceat(proportions, starts, axis=0) / np.diff(starts, append=n)[:, None]  # (n_rows, k), means
    height = int(np.clip(900 // n_rows, 2, 24))  # of a row, in pixels
    bars = bars_of(palette.colors, rows, height, gap=3 if height > 8 else 0)

    inches = max(2.4, len(bars) / 100)
    figure = Figure(figsize=(10, inches + 1.4), layout="constrained")
    above, below = figure.subplots(2, 1, height_ratios=[0.35, inches], sharex=True)
    above.imshow(
        bars_of(palette.colors, palette.proportions[None], 30, gap=0), aspect="auto", interpolation="nearest"
    )
    above.set_title(f"{plural(n, 'picture')}, {plural(len(palette), 'colour')}", fontsize=15)
    above.set_yticks([14.5], ["all together"], fontsize=12)
    below.imshow(bars, aspect="auto", interpolation="nearest")

    places = np.unique(np.linspace(0, n - 1, min(n, MOST_NAMES)).round().astype(int))
    middle = (np.arange(n) * n_rows // n + 0.5) * height - 0.5  # (n,), of each picture's row
    labels = [label(shares, place, with_dates) for place in places]
    below.set_yticks(middle[places], labels, fontsize=11, parse_math=False)
    for place in named:
        difference = f"◂ {shares.difference_from_rest()[place]:.0%} unlike the rest"
        text = difference if n <= MOST_NAMES else f"{difference}: {label(shares, place, with_dates)}"
        below.annotate(
            text, (WIDTH, middle[place]), (6, 0), textcoords="offset points", va="center", fontsize=11,
            parse_math=False, annotation_clip=False,
        )  # fmt: skip
    for axes in (above, below):
        axes.set_xticks([])
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
    if n > n_rows:
        below.set_xlabel(f"each row is the mean of about {n / n_rows:.0f} pictures", fontsize=12)
    return figure


def label(shares: Shares, place: int, with_date: bool) -> str:
    """Return the name of a picture without its folder, shortened, and the day on which it was taken."""
    name = drawable(file_name(shares.names[place]), 24)
    day = shares.dates[place][:10].replace(":", "-")
    return f"{day} {name}".strip() if with_date else name


def bars_of(colors: np.ndarray, proportions: np.ndarray, height: int, gap: int) -> np.ndarray:
    """Draw a bar for each row of proportions, (rows, k), one below the other: (rows · height, WIDTH, 3) uint8.

    The last `gap` pixels of each bar are white.
    """
    bars = np.full((len(proportions), height, WIDTH, 3), 255, np.uint8)
    for bar, row in zip(bars, proportions, strict=True):
        bar[: height - gap] = np.repeat(colors, np.diff(bar_edges(row, WIDTH)), axis=0)
    return bars.reshape(-1, WIDTH, 3)
