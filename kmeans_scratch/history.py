"""`History`: the snapshots of a fitted model."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from .fast.colors import CountedColors
from .snapshot import Snapshot
from .tables import html_groups, html_table


class History(Sequence[Snapshot]):
    """The snapshots of a run, with one label for each row of X, even if equal colours were counted as one sample."""

    def __init__(
        self, snapshots: list[Snapshot], order: np.ndarray | None = None, seen: CountedColors | None = None
    ) -> None:
        """Store the snapshots, the order of the samples in them, and the counted colours; see `labels_of_rows`."""
        self._snapshots, self._order, self._seen = snapshots, order, seen

    def __len__(self) -> int:
        """Return the number of snapshots."""
        return len(self._snapshots)

    def __getitem__(self, i: Any) -> Any:
        """Return one snapshot, or a list of them for a slice."""
        if isinstance(i, slice):
            return [self[j] for j in range(len(self))[i]]
        snapshot = self._snapshots[i]
        return replace(snapshot, labels=labels_of_rows(snapshot.labels, self._order, self._seen))

    def _repr_html_(self) -> str:
        """In a notebook, show a line for each iteration."""
        rows = [["iteration", "inertia", "largest shift", "stop_reason"]]
        for now in self._snapshots:
            rows.append([str(now.iteration), f"{now.inertia:,.6g}", f"{now.shift.max():.3g}", now.stop_reason or ""])
        return html_table(rows)

    def html_groups(self) -> str:
        """Return a table of the last groups, with swatches if colours were counted."""
        last = self._snapshots[-1]
        return html_groups(last.centroids, last.counts, colors=self._seen is not None)


def labels_of_rows(
    labels: np.ndarray, order: np.ndarray | None, seen: CountedColors | None, dtype: Any = None
) -> np.ndarray:
    """Return labels (n,) for the rows of X, from the `labels` of sorted samples or of counted colours."""
    if order is not None:
        labels, in_this_order = np.empty_like(labels), labels
        labels[order] = in_this_order
    return labels.astype(dtype or labels.dtype) if seen is None else seen.expand(labels, dtype)
