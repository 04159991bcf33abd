"""For k-means++: how a new centroid lowers D², the squared distance of each sample to the nearest centroid.

The samples are stored column by column, because long columns are faster to subtract and to add than many short rows.
A piece of the samples at a time is compared with all candidates, so that it stays in the processor's cache.

With many features, matrix products first propose the samples that a candidate can be nearest to; see `steps.py`. In
late picks these are few. Only their distances are computed.
"""

import numpy as np

from .parallel import product
from .steps import largest_error

PIECE = 2**17  # numbers in one piece
MANY = 8  # features: with fewer, the products take as long as the distances


class Columns:
    """Samples in columns.

    >>> X = np.array([[0.0, 0.0], [3.0, 4.0], [6.0, 8.0]])
    >>> Columns(X).lower(np.array([1]), np.array([9.0, 9.0, 99.0]))
    array([[ 9.,  0., 25.]])
    """

    def __init__(self, X: np.ndarray) -> None:
        """Copy the samples, (n, d)."""
        self.columns = np.ascontiguousarray(np.transpose(X), dtype=float)  # (d, n)
        self.squares = (self.columns**2).sum(axis=0) if X.shape[1] >= MANY else np.empty(0)  # |x|², (n,)
        self.lowered = np.empty((0, len(X)))

    def lower(self, candidates: np.ndarray, D2: np.ndarray) -> np.ndarray:
        """Return what D² becomes with each candidate: (t, n). The next call overwrites this array."""
        if len(self.lowered) != len(candidates):
            self.lowered = np.empty((len(candidates), len(D2)))
        c, size = self.columns[:, candidates], 1 + PIECE // len(self.columns)
        for start in range(0, len(D2), size):
            piece = slice(start, start + size)
            x, old = self.columns[:, piece], D2[piece]
            proposed = self.proposed(piece, c, old)
            for lowered, candidate, rows in zip(self.lowered[:, piece], c.T[:, :, None], proposed, strict=True):
                if 2 * len(rows) > len(old):
                    np.minimum(((x - candidate) ** 2).sum(axis=0), old, out=lowered)
                else:
                    some = self.columns.take(rows + start, axis=1)
                    lowered[:] = old
                    lowered[rows] = np.minimum(((some - candidate) ** 2).sum(axis=0), old[rows])
        return self.lowered

    def proposed(self, piece: slice, c: np.ndarray, old: np.ndarray) -> list[np.ndarray]:
        """For each candidate, (d, t), return which samples of a piece can be nearer to it than their old D²."""
        if len(c) < MANY:
            return [np.arange(len(old))] * c.shape[1]
        x2, c2 = self.squares[piece], (c**2).sum(axis=0)  # (piece,) and (t,)
        scores = product(-2 * c.T, self.columns[:, piece])  # (t, piece)
        scores += c2[:, None]
        return [np.flatnonzero(each) for each in scores < old - x2 + largest_error(x2, c2, len(c))]
