"""`Run`: the samples and the snapshots of a run, for films, drawings and pages."""

from dataclasses import dataclass, replace

import numpy as np

from ..seeding import Pick
from ..snapshot import Snapshot
from .collection import Collection


@dataclass(frozen=True, eq=False)
class Run:
    """A run of k-means, or the beginning of one."""

    collection: Collection  #: what is sorted
    history: tuple[Snapshot, ...]  #: at least the first one
    picks: tuple[Pick, ...] = ()  #: the picks of k-means++; empty if the first centroids came from elsewhere
    groups_of_picks: np.ndarray | None = None  #: (k,), the group of each pick; None: 0, 1, 2, ...

    @property
    def n_clusters(self) -> int:
        """The number of groups, k."""
        return len(self.history[0].centroids)


def most_common_first(run: Run) -> Run:
    """Give the groups of a run new numbers: 0 is the largest group at the end, as in a palette.

    >>> from .stepper import Stepper
    >>> run = Stepper(np.array([[1.0], [8.0], [9.0]]), 2, init=[[1.0], [9.0]]).run().as_run()
    >>> most_common_first(run).history[-1].counts.tolist()
    [2, 1]
    """
    order = np.argsort(-run.history[-1].counts, kind="stable")  # (k,), the old numbers in the new order
    new = np.argsort(order)  # (k,), the new number of each group
    history = tuple(
        replace(
            now,
            centroids=now.centroids[order],
            labels=new.astype(now.labels.dtype)[now.labels],
            counts=now.counts[order],
            shift=now.shift[order],
            relocated=np.sort(new[now.relocated]),
        )
        for now in run.history
    )
    groups = np.arange(run.n_clusters) if run.groups_of_picks is None else run.groups_of_picks
    return replace(run, history=history, groups_of_picks=new[groups])
