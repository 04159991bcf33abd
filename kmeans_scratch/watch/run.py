"""`Run`: all that a picture, a film or a page needs to know of a run."""

from dataclasses import dataclass

from ..collection import Collection
from ..lloyd import Snapshot
from ..seeding import Pick


@dataclass(frozen=True, eq=False)
class Run:
    """A run, from its first pick to its last snapshot."""

    collection: Collection
    history: tuple[Snapshot, ...]
    picks: tuple[Pick, ...] = ()
