"""Skip work, keep the answer: `assign` and `update` for the colours of a picture, with few of the distances.

`lloyd.assign` measures every colour against every centroid. But most colours lie so deep in their group that nobody
need measure them one by one. So the cube of all colours is cut into cells of 8 × 8 × 8, and a whole cell is asked at
once: which centroids can be nearest to any colour in it?

For a colour x and two centroids a and b, the *lead* of b over a is how much nearer b is, in squared distances:

    |x - a|² - |x - b|²  =  2 x·(b - a) + |a|² - |b|²

It changes evenly with x: by 2 (b - a) for each level of red, of green and of blue. Let a be the centroid nearest to
the middle of a cell. No colour of the cell is more than 3.5 levels away from there, in any of the three. So nowhere
in the cell is the lead of b greater than at the middle plus

    7 (|b - a| in red + |b - a| in green + |b - a| in blue).

If even that is below 0, b wins nowhere in the cell; otherwise it is a *candidate* there, as a is. A cell with one
candidate is decided whole. Where there are two, the sign of the lead decides each colour; and so on with more.

`update` saves work too: it moves only the colours that have changed group from one sum to another. Colours and
their counts are whole numbers, so these sums are exact, and the result is that of `lloyd.update`, bit for bit.
`measure` finds the inertia from the same sums; only there the last digits may differ.
"""

from collections.abc import Iterator

import numpy as np

from .lloyd import Array, assign, slices, update

WIDTH = 8  # levels of red, of green and of blue in a cell
MOST_PIXELS = 2**53 // (3 * 255**2)  # so many squares of colours still add up exactly: whole numbers up to 2⁵³ do


def can_use_cells(colors: Array, weight: Array) -> bool:
    """Tell whether these are colours of three channels, and the weights whole numbers whose sums stay exact."""
    return colors.shape[1] == 3 and bool(weight.sum() <= MOST_PIXELS and (weight == np.rint(weight)).all())


def rounding(squares: Array) -> float:
    """Bound generously what rounding loses where colours are compared; the squares are |c|² of the centroids."""
    return 1e-13 * (3 * 255**2 + float(squares.max()))


class Cells:
    """The distinct colours of a picture, (m, 3) uint8, cell by cell; and how many pixels have each, (m,).

    Its `assign`, `update` and `measure` stand in for those of `lloyd`, for its own `colors` and `counts` only: these
    are the ones it was given, but in the order of the cells, red first, so that each cell is one run of them.

    >>> from kmeans_scratch import lloyd
    >>> colors, counts = np.array([[9, 0, 0], [90, 80, 70], [11, 3, 0]], dtype=np.uint8), np.array([2, 5, 1])
    >>> cells = Cells(colors, counts)
    >>> cells.colors.tolist(), cells.counts.tolist()
    ([[9, 0, 0], [11, 3, 0], [90, 80, 70]], [2, 1, 5])
    >>> steps = {"assign": cells.assign, "update": cells.update, "measure": cells.measure}
    >>> [now.labels.tolist() for now in lloyd(cells.colors, cells.colors[:2], sample_weight=cells.counts, **steps)]
    [[0, 1, 1], [0, 0, 1], [0, 0, 1]]
    """

    def __init__(self, colors: Array, counts: Array) -> None:
        """Sort the colours by cell. The counts must be whole numbers that add up to at most `MOST_PIXELS`."""
        numbers = (colors // WIDTH) @ np.array([32 * 32, 32, 1], dtype=np.uint16)  # (m,), the cell of each colour
        order = np.argsort(numbers, kind="stable")
        self.channels = colors.T.take(order, axis=1)  # (3, m)
        self.colors, self.counts = self.channels.T, counts.take(order)
        sizes = np.bincount(numbers)  # how many colours are in each cell
        taken = np.flatnonzero(sizes)  # (c,), the numbers of the cells that hold any
        self.sizes = sizes[taken]  # (c,)
        self.starts = self.sizes.cumsum() - self.sizes  # (c,), where each cell begins in the order
        corners = np.stack([taken // (32 * 32), taken // 32 % 32, taken % 32], axis=1) * WIDTH
        self.middles = corners + (WIDTH - 1) / 2  # (c, 3)

        self.squares = sum(float((self.counts * np.square(x, dtype=float)).sum()) for x in self.channels)  # Σ |x|²
        self.labels = self.sums = None  # (m,), and (4, k), the sums of those groups

    def assign(self, X: Array, centroids: Array) -> Array:
        """Label each colour with its nearest centroid: (m,)."""
        pairs = np.flatnonzero(self.candidates(centroids))  # each is cell * k + candidate
        cell, candidate = np.divmod(pairs, len(centroids))
        candidate = candidate.astype(np.min_scalar_type(len(centroids) - 1))
        numbers = np.bincount(cell)  # (c,), how many candidates each cell has
        first = numbers.cumsum() - numbers  # (c,), where among the pairs they begin
        labels = np.repeat(candidate[first], self.sizes)  # (m,), cell by cell
        for number in range(2, numbers.max() + 1):  # the cells with 2 candidates together, then those with 3, ...
            in_doubt = np.flatnonzero(numbers == number)
            for part in slices(len(in_doubt), WIDTH**3):
                cells = in_doubt[part]
                rivals = candidate[first[cells] + np.arange(number)[:, None]]  # (number, cells), all of them
                places, nearest = self.compare(cells, rivals, centroids)
                labels[places] = nearest
        return labels

    def compare(self, cells: Array, rivals: Array, centroids: Array) -> tuple[Array, Array]:
        """Say where the colours of some cells are, and which of their cell's rivals is nearest to each: both (p,)."""
        sizes, squares = self.sizes[cells], (centroids**2).sum(axis=1)  # (cells,) and (k,)
        # 0, 1, 2, ... within each cell, and to that where the cell starts.
        places = np.arange(sizes.sum()) + np.repeat(self.starts[cells] - (sizes.cumsum() - sizes), sizes)  # (p,)
        colors = self.channels.take(places, axis=1)  # (3, p)
        one, *others = rivals  # each (cells,)
        nearest, unsure = np.repeat(one, sizes), False  # (p,)
        best = 0.0  # (p,), the lead of the nearest over the one
        for other in others:
            lead = np.repeat(squares[one] - squares[other], sizes)  # of the other over the one
            for x, way in zip(colors, 2 * (centroids[other] - centroids[one]).T, strict=True):
                lead += x * np.repeat(way, sizes)
            ahead = lead - best
            unsure |= np.abs(ahead) <= rounding(squares)
            nearest += (ahead > 0) * (np.repeat(other, sizes) - nearest)  # the other, by bytes that wrap
            best = np.maximum(best, lead)
        if unsure.any():  # so close that rounding decides: then it must decide as it does in the core
            nearest[unsure] = assign(colors.T[unsure], centroids)
        return places, nearest

    def candidates(self, centroids: Array) -> Array:
        """Tell which centroids can be nearest to any colour of a cell: (c, k) bool."""
        k = len(centroids)
        squares = (centroids**2).sum(axis=1)  # (k,)
        apart = np.abs(centroids[:, None] - centroids).sum(axis=2)  # (k, k), in red + in green + in blue
        gain = (WIDTH - 1) * apart + rounding(squares)  # how much a lead can grow from the middle on
        found = np.empty((len(self.middles), k), dtype=bool)
        for rows in slices(len(found), k):
            distances = self.middles[rows] @ (-2 * centroids.T) + squares  # squared, less |middle|²
            nearest = distances.argmin(axis=1)
            least = distances.take(np.arange(len(distances)) * k + nearest)[:, None]
            found[rows] = distances <= least + gain.take(nearest, axis=0)
        return found

    def sums_of(self, labels: Array, k: int) -> Array:
        """Bring the sums of red, green, blue and counts up to date with these labels: (4, k)."""
        if self.sums is None or self.sums.shape[1] != k:
            self.sums = np.stack([np.bincount(labels, terms, k) for terms in self.terms(slice(None))])
        else:
            changed = np.flatnonzero(labels != self.labels)
            new, old = labels[changed], self.labels[changed]  # what one sum gains, another loses
            moves = [np.bincount(new, terms, k) - np.bincount(old, terms, k) for terms in self.terms(changed)]
            self.sums = self.sums + moves
        self.labels = labels
        return self.sums

    def terms(self, places: Array | slice) -> Iterator[Array]:
        """Give what the colours there add to the sums, each as often as it counts: red, green, blue and 1."""
        counts = self.counts[places]
        for x in self.channels:
            yield x[places] * counts
        yield counts

    def update(self, X: Array, labels: Array, centroids: Array, sample_weight: Array | None = None) -> Array:
        """Move each centroid to the mean of its group: (k, 3)."""
        *sums, counts = self.sums_of(labels, len(centroids))
        if (counts == 0).any():
            return update(X, labels, centroids, sample_weight)  # which fills empty groups
        return np.stack(sums / counts, axis=1)

    def measure(
        self, X: Array, labels: Array, centroids: Array, sample_weight: Array | None = None
    ) -> tuple[Array, float]:
        """Count the pixels of each group, (k,), and find the inertia from the sums: no colour is looked at.

        Σ |x - c|² = Σ |x|² - c·(2 Σ x - n c) for a group of n pixels x. First for c rounded to whole levels, where
        every number is exact; the step from there to c is small, and so is what rounding can do to it.
        """
        *sums, counts = self.sums_of(labels, len(centroids))
        sums, n = np.stack(sums, axis=1), counts[:, None]  # (k, 3) and (k, 1)
        whole = np.rint(centroids)
        step = centroids - whole
        to_whole = self.squares - (whole * (2 * sums - n * whole)).sum()
        return counts.copy(), float(to_whole - (step * (2 * (sums - n * whole) - n * step)).sum())
