"""`Run`: what films, drawings and pages take, the samples with everything that has happened to them."""

from dataclasses import dataclass

from ..seeding import Pick
from ..snapshot import Snapshot
from .collection import Collection


@dataclass(frozen=True, eq=False)
class Run:
    """A run of k-means, or the beginning of one."""

    collection: Collection  #: what is sorted
    history: tuple[Snapshot, ...]  #: at least the first one
    picks: tuple[Pick, ...] = ()  #: of k-means++; none if the first centroids came from elsewhere

    @property
    def n_clusters(self) -> int:
        """The number of groups, k."""
        return len(self.history[0].centroids)
