"""`History`: the snapshots of a fitted model."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .fast.colors import CountedColors
from .snapshot import Snapshot
from .tables import html_groups, html_table


class History(Sequence[Snapshot]):
    """The snapshots of a run, with one label for each row of X, also if colours were counted."""

    def __init__(self, snapshots: list[Snapshot], seen: CountedColors | None) -> None:
        """Store the snapshots and, if colours were counted, the counted colours."""
        self._snapshots, self._seen = snapshots, seen

    def __len__(self) -> int:
        """Return the number of snapshots."""
        return len(self._snapshots)

    def __getitem__(self, i: Any) -> Any:
        """Return one snapshot, or a list of them for a slice."""
        if isinstance(i, slice):
            return [self[j] for j in range(len(self))[i]]
        snapshot = self._snapshots[i]
        return snapshot if self._seen is None else replace(snapshot, labels=self._seen.expand(snapshot.labels))

    def _repr_html_(self) -> str:
        """Show a line for each iteration in a notebook."""
        rows = [["iteration", "inertia", "largest shift", "stop_reason"]]
        for now in self._snapshots:
            rows.append([str(now.iteration), f"{now.inertia:,.6g}", f"{now.shift.max():.3g}", now.stop_reason or ""])
        return html_table(rows)

    def html_groups(self) -> str:
        """Return a table of the last groups, with swatches if colours were counted."""
        last = self._snapshots[-1]
        return html_groups(last.centroids, last.counts, colors=self._seen is not None)
