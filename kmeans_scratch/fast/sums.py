"""Add up only the changes: `update` and `counts_and_inertia` for iterations in which few samples change group.

Late in a run, very few samples change group. So the sum and the count of each group are kept. If a sample changes
group, it is subtracted from one sum and added to the other. The means are sums divided by counts. The inertia, too,
comes from the sums. For a group of n samples with the sum S:

    Σ |x - c|²  =  Σ |x|² - c·(2 S - n c)

and Σ |x|² over all samples never changes.

Three rules keep rounding errors small. The first sample is subtracted from all samples, so that numbers far from 0
keep their digits. If a group has lost most of its samples, all sums are computed again, because the rounding errors
of a large sum are too large for a small one. If the terms of the formula almost cancel out, the inertia is computed
from the distances.
"""

from typing import Any

import numpy as np

from .steps import counts_and_inertia, mean_variance

CANCELS = 1e-4  # a difference below this share of its terms has lost too many digits
AT_ONCE = 2**15  # samples that are added up together: another number would change the last digits of sums
LOST = 10  # sums are computed again if a group was more than this many times as large before


class Sums:
    """Samples with the sums of their groups: the part that `Boxes` and `Rows` share.

    `X` (n, d) and `weight`, (n,) or None, are passed to `lloyd`. They may be in a new order: `order` (n,) holds the
    old row number of each sample, or is None if the order is the same. `steps` are the steps to pass to `lloyd`, for
    these samples and weights only.
    """

    def __init__(self, X: np.ndarray, weight: np.ndarray | None, order: np.ndarray | None = None) -> None:
        """Add up the samples and their squares once."""
        self.X, self.weight, self.order = X, weight, order
        self.steps = {"assign": self.assign, "update": self.update, "counts_and_inertia": self.counts_and_inertia}
        self.origin = X[0].astype(float)  # (d,)
        self.labels: Any = None  # (n,), of the last call
        self.sums: Any = None  # (d + 1, k), of these labels; the last row holds the counts
        self.largest: Any = None  # (k,), the largest count of each group since the last complete sum
        totals, squares = np.zeros(X.shape[1]), np.zeros(X.shape[1])
        for start in range(0, len(X), AT_ONCE):
            terms, weights = self.terms(np.arange(start, min(start + AT_ONCE, len(X))))
            weighted = terms if weights is None else terms * weights
            totals += weighted.sum(axis=1)
            squares += (weighted * terms).sum(axis=1)
        total_weight = len(X) if weight is None else weight.sum()
        variances = squares / total_weight - (totals / total_weight) ** 2
        cancelled = (variances < CANCELS * squares / total_weight).any()
        self.squares = float(squares.sum())  # Σ |x|²
        self.mean_variance = mean_variance(X, weight) if cancelled else float(variances.mean())

    def assign(self, X: np.ndarray, centroids: np.ndarray) -> np.ndarray:
        """Return the label of the nearest centroid for each sample: (n,)."""
        raise NotImplementedError

    def terms(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
        """Return the features of these samples minus the origin, (d, r), and the weights of the samples, (r,)."""
        by_rows = self.X.flags.c_contiguous
        features = self.X.take(rows, axis=0).T if by_rows else self.X.T.take(rows, axis=1)  # (d, r)
        terms = np.subtract(features, self.origin[:, None], dtype=float, order="C")
        return terms, None if self.weight is None else self.weight.take(rows)

    def add_up(self, rows: np.ndarray, cells: np.ndarray, n_cells: int) -> np.ndarray:
        """Add up and count these rows of X in each cell: (d + 1, n_cells). `cells` has the cell of each row."""
        sums, step = np.zeros((self.X.shape[1] + 1, n_cells)), max(AT_ONCE, n_cells)
        for start in range(0, len(rows), step):
            places = cells[start : start + step].astype(np.intp)
            terms, weights = self.terms(rows[start : start + step])
            terms = terms if weights is None else terms * weights
            sums += [*(np.bincount(places, term, n_cells) for term in terms), np.bincount(places, weights, n_cells)]
        return sums

    def sums_of(self, labels: np.ndarray, k: int) -> np.ndarray:
        """Return the sums and counts of these groups, (d + 1, k). Correct the last ones if few labels changed."""
        known = self.sums is not None and self.sums.shape[1] == k
        if known and labels is self.labels:
            return self.sums
        if known:
            changed = np.flatnonzero(labels != self.labels)
            known = 2 * len(changed) < len(labels)
        if known and len(changed):
            pairs = self.labels[changed] * np.intp(k) + labels[changed]  # from which group to which
            moved = self.add_up(changed, pairs, k * k).reshape(-1, k, k)
            self.sums = self.sums + moved.sum(axis=1) - moved.sum(axis=2)
            self.largest = np.maximum(self.largest, self.sums[-1])
            known = not (LOST * self.sums[-1] < self.largest).any()
        if not known:
            self.sums = self.add_up(np.arange(len(labels)), labels, k)
            self.largest = self.sums[-1]
        self.labels = labels
        return self.sums

    def update(
        self, X: np.ndarray, labels: np.ndarray, centroids: np.ndarray, sample_weight: np.ndarray | None = None
    ) -> np.ndarray:
        """Return the mean of each group: (k, d). The centroid of an empty group stays."""
        *sums, counts = self.sums_of(labels, len(centroids))
        means, full = centroids * 1.0, counts > 0
        sums, n = np.stack(sums, axis=1)[full], counts[full, None]  # (full, d) and (full, 1)
        moved = n * self.origin
        totals = sums + moved
        # If nothing was rounded, as with whole numbers, the mean is exactly equal to that of `lloyd.update`.
        # Otherwise samples far from 0 keep more digits if the origin is added last.
        exact = (totals - moved == sums) & (totals - sums == moved)
        means[full] = np.where(exact, totals / n, self.origin + sums / n)
        return means

    def counts_and_inertia(
        self, X: np.ndarray, labels: np.ndarray, centroids: np.ndarray, sample_weight: np.ndarray | None = None
    ) -> tuple[np.ndarray, float]:
        """Return the weight in each group, (k,), and the inertia, from the sums.

        First, the formula is used with the centroids rounded to whole numbers. For colours, this is exact. Then the
        small difference between the rounded and the real centroids is added; its rounding error is small too.
        """
        *sums, counts = self.sums_of(labels, len(centroids))
        totals, n = np.stack(sums, axis=1), counts[:, None]  # (k, d) and (k, 1)
        centred = centroids - self.origin
        whole = np.rint(centred)
        step = centred - whole
        to_whole = self.squares - (whole * (2 * totals - n * whole)).sum()
        inertia = float(to_whole - (step * (2 * (totals - n * whole) - n * step)).sum())
        if inertia < CANCELS * self.squares:
            return counts_and_inertia(X, labels, centroids, sample_weight)
        return counts.astype(np.intp) if self.weight is None else counts.copy(), inertia
