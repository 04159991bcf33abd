"""Skip work, keep the answer: `assign` and `update` for the colours of a picture, with few of the distances.

`lloyd.assign` measures every colour against every centroid. But most colours lie so deep in their group that this is
not necessary. So the cube of all colours is cut into cells of 8 × 8 × 8 levels. For each whole cell we ask: which
centroids can be nearest to any colour in it?

For a colour x and two centroids a and b, the *lead* of b over a is how much nearer b is, in squared distances:

    |x - a|² - |x - b|²  =  2 x·(b - a) + |a|² - |b|²

It is linear in x: it changes by 2 (b - a) for each level of red, of green and of blue. Let a be the centroid nearest
to the middle of a cell. In each channel, no colour of the cell is more than 3.5 levels away from the middle. So in
the whole cell, the lead of b is at most its value at the middle plus

    7 (|b - a| in red + |b - a| in green + |b - a| in blue).

If even that is below 0, b is nearest to no colour of the cell. Otherwise b is a *candidate* there, as a is. A cell
with one candidate is decided as a whole. In a cell with two candidates, the sign of the lead decides for each colour.
With more candidates, they are compared one after another.

`update` saves work too: it moves only the colours that have changed group from one sum to another. Colours and their
counts are whole numbers, so these sums are exact, and the result equals that of `lloyd.update` in every bit.
`counts_and_inertia` uses the same sums. Only the last digits of the inertia may differ.
"""

from collections.abc import Iterator

import numpy as np

from .colors import CountedColors
from .steps import assign, chunks

CELL = 8  # levels of red, of green and of blue in a cell
MOST_PIXELS = 2**53 // (3 * 255**2)  # the sum of their |x|² is at most 2⁵³: floats add such whole numbers exactly


def can_use_cells(colors: np.ndarray, weight: np.ndarray) -> bool:
    """Return whether these are colours of three channels, with whole weights whose sums are exact."""
    return colors.shape[1] == 3 and bool(weight.sum() <= MOST_PIXELS and (weight == np.rint(weight)).all())


def rounding_error(squares: np.ndarray) -> float:
    """Return a generous bound of the rounding error of a lead. `squares` (k,) are the |c|² of the centroids."""
    return 1e-13 * (3 * 255**2 + float(squares.max()))


class Cells:
    """The distinct colours of a picture, sorted by cell, and the steps of `lloyd` for them.

    `seen` holds the colours that were given, (m, 3) uint8, with their weights, (m,), in the order of the cells.
    `steps` stand in for the steps of `lloyd`, for these colours and weights only.

    >>> from kmeans_scratch import lloyd
    >>> from kmeans_scratch.fast.colors import count_colors
    >>> cells = Cells(count_colors(np.array([[9, 0, 0], [90, 80, 70], [11, 3, 0], [9, 0, 0]], dtype=np.uint8)))
    >>> cells.seen.colors.tolist(), cells.seen.counts.tolist()
    ([[9, 0, 0], [11, 3, 0], [90, 80, 70]], [2, 1, 1])
    >>> run = lloyd(cells.seen.colors, cells.seen.colors[:2], sample_weight=cells.seen.counts, **cells.steps)
    >>> [now.labels.tolist() for now in run]
    [[0, 1, 1], [0, 0, 1], [0, 0, 1]]
    """

    def __init__(self, seen: CountedColors, weight: np.ndarray | None = None) -> None:
        """Sort the colours by cell. The weights must be whole numbers that add up to at most `MOST_PIXELS`."""
        cell_numbers = (seen.colors // CELL) @ np.array([32 * 32, 32, 1], dtype=np.uint16)  # (m,)
        order = np.argsort(cell_numbers, kind="stable")
        self.channels = seen.colors.T.take(order, axis=1)  # (3, m)
        self.counts = (seen.counts if weight is None else weight).take(order)
        self.seen = CountedColors(self.channels.T, self.counts, seen.codes)
        self.steps = {"assign": self.assign, "update": self.update, "counts_and_inertia": self.counts_and_inertia}
        sizes = np.bincount(cell_numbers)  # how many colours are in each cell
        used = np.flatnonzero(sizes)  # (c,), the numbers of the cells with colours
        self.sizes = sizes[used]  # (c,)
        self.starts = self.sizes.cumsum() - self.sizes  # (c,), the place of the first colour of each cell
        corners = np.stack([used // (32 * 32), used // 32 % 32, used % 32], axis=1) * CELL
        self.middles = corners + (CELL - 1) / 2  # (c, 3)

        self.squares = sum(float((self.counts * np.square(x, dtype=float)).sum()) for x in self.channels)  # Σ |x|²
        self.labels = self.sums = None  # (m,), and (4, k), the sums of those groups

    def assign(self, X: np.ndarray, centroids: np.ndarray) -> np.ndarray:
        """Return the label of the nearest centroid for each colour: (m,)."""
        pairs = np.flatnonzero(self.candidates(centroids))  # each is cell * k + candidate
        cell, candidate = np.divmod(pairs, len(centroids))
        candidate = candidate.astype(np.min_scalar_type(len(centroids) - 1))
        n_candidates = np.bincount(cell)  # (c,)
        first = n_candidates.cumsum() - n_candidates  # (c,), the first pair of each cell
        labels = np.repeat(candidate[first], self.sizes)  # (m,), cell by cell
        for number in range(2, n_candidates.max() + 1):  # all cells with 2 candidates, then all with 3, ...
            in_doubt = np.flatnonzero(n_candidates == number)
            for part in chunks(len(in_doubt), CELL**3):
                cells = in_doubt[part]
                rivals = candidate[first[cells] + np.arange(number)[:, None]]  # (number, cells)
                places, nearest = self.compare(cells, rivals, centroids)
                labels[places] = nearest
        return labels

    def compare(self, cells: np.ndarray, rivals: np.ndarray, centroids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the places of the colours of some cells, (p,), and the nearest rival of each colour, (p,)."""
        sizes, squares = self.sizes[cells], (centroids**2).sum(axis=1)  # (cells,) and (k,)
        # The places of a cell are its start plus 0, 1, 2, ...
        places = np.arange(sizes.sum()) + np.repeat(self.starts[cells] - (sizes.cumsum() - sizes), sizes)  # (p,)
        colors = self.channels.take(places, axis=1)  # (3, p)
        one, *others = rivals  # each (cells,)
        nearest, unsure = np.repeat(one, sizes), False  # (p,)
        best = 0.0  # (p,), the lead of the nearest over the one
        for other in others:
            lead = np.repeat(squares[one] - squares[other], sizes)  # of the other over the one
            for x, slope in zip(colors, 2 * (centroids[other] - centroids[one]).T, strict=True):
                lead += x * np.repeat(slope, sizes)
            ahead = lead - best
            unsure |= np.abs(ahead) <= rounding_error(squares)
            nearest += (ahead > 0) * (np.repeat(other, sizes) - nearest)  # becomes the other, in bytes that wrap
            best = np.maximum(best, lead)
        if unsure.any():  # the leads are equal up to rounding: then the distances decide, as on the board
            nearest[unsure] = assign(colors.T[unsure], centroids)
        return places, nearest

    def candidates(self, centroids: np.ndarray) -> np.ndarray:
        """Return which centroids can be nearest to any colour of each cell: (c, k) bool."""
        k = len(centroids)
        squares = (centroids**2).sum(axis=1)  # (k,)
        apart = np.abs(centroids[:, None] - centroids).sum(axis=2)  # (k, k), in red + in green + in blue
        gain = (CELL - 1) * apart + rounding_error(squares)  # how much a lead can grow from the middle to an edge
        possible = np.empty((len(self.middles), k), dtype=bool)
        for rows in chunks(len(possible), k):
            distances = self.middles[rows] @ (-2 * centroids.T) + squares  # squared, without |middle|²
            nearest = distances.argmin(axis=1)
            least = distances.take(np.arange(len(distances)) * k + nearest)[:, None]
            possible[rows] = distances <= least + gain.take(nearest, axis=0)
        return possible

    def sums_of(self, labels: np.ndarray, k: int) -> np.ndarray:
        """Return the sums of red, green, blue and counts in each group, (4, k), from the last sums and changes."""
        if self.sums is None or self.sums.shape[1] != k:
            self.sums = np.stack([np.bincount(labels, terms, k) for terms in self.terms(slice(None))])
        else:
            changed = np.flatnonzero(labels != self.labels)
            new, old = labels[changed], self.labels[changed]
            moves = [np.bincount(new, terms, k) - np.bincount(old, terms, k) for terms in self.terms(changed)]
            self.sums = self.sums + moves
        self.labels = labels
        return self.sums

    def terms(self, places: np.ndarray | slice) -> Iterator[np.ndarray]:
        """Yield what the colours at these places add to the sums: red, green, blue and 1, each times the count."""
        counts = self.counts[places]
        for x in self.channels:
            yield x[places] * counts
        yield counts

    def update(
        self, X: np.ndarray, labels: np.ndarray, centroids: np.ndarray, sample_weight: np.ndarray | None = None
    ) -> np.ndarray:
        """Return the mean of each group: (k, 3). The centroid of an empty group stays."""
        *sums, counts = self.sums_of(labels, len(centroids))
        means, full = centroids * 1.0, counts > 0
        means[full] = (np.stack(sums)[:, full] / counts[full]).T
        return means

    def counts_and_inertia(
        self, X: np.ndarray, labels: np.ndarray, centroids: np.ndarray, sample_weight: np.ndarray | None = None
    ) -> tuple[np.ndarray, float]:
        """Return the number of pixels in each group, (k,), and the inertia, from the sums alone.

        Σ |x - c|² = Σ |x|² - c·(2 Σ x - n c) for a group of n pixels x. We compute it first for c rounded to whole
        levels, where every number is exact. The step from there to c is small, and so is its rounding error.
        """
        *sums, counts = self.sums_of(labels, len(centroids))
        totals, n = np.stack(sums, axis=1), counts[:, None]  # (k, 3) and (k, 1)
        whole = np.rint(centroids)
        step = centroids - whole
        to_whole = self.squares - (whole * (2 * totals - n * whole)).sum()
        return counts.copy(), float(to_whole - (step * (2 * (totals - n * whole) - n * step)).sum())
