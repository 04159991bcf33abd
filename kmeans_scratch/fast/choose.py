"""Choose the fastest steps of `lloyd` for the given samples."""

import numpy as np

from .cells import can_use_cells, cells
from .colors import CountedColors
from .packs import packs
from .rows import Rows
from .steps import FAST_STEPS, mean_variance
from .sums import Sums

FEW = 2000  # samples: with fewer, the preparation takes longer than it saves


class Plain:
    """Samples as they are, with the fast steps, which need no preparation."""

    def __init__(self, X: np.ndarray, weight: np.ndarray | None) -> None:
        """Store the samples and the weights."""
        self.X, self.weight, self.order, self.steps = X, weight, None, FAST_STEPS
        self.mean_variance = mean_variance(X, weight)


def choose_steps(X: np.ndarray, weight: np.ndarray | None, seen: CountedColors | None = None) -> Plain | Sums:
    """Return samples X (n, d) and weights (n,) together with the steps of `lloyd` that are fastest for them.

    `seen` holds the counted colours if the rows of X are distinct colours; otherwise it is None.
    """
    if len(X) < FEW:
        return Plain(X, weight)
    if seen is not None and weight is not None and can_use_cells(seen.colors, weight):
        return cells(seen, weight)
    if X.shape[1] <= 3:
        return packs(X, weight)
    return Rows(X, weight)
