"""One moment of a run of k-means, and why a run ends."""

from dataclasses import dataclass

import numpy as np

from .tables import html_groups


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One moment of a run. The labels were computed from these centroids. The arrays are read-only copies."""

    iteration: int  #: 0 is the first pick
    centroids: np.ndarray  #: (k, d)
    labels: np.ndarray  #: (n,), in the smallest unsigned type that holds k - 1
    counts: np.ndarray  #: (k,), the number of samples in each group, or the sum of their weights
    inertia: float  #: the sum of the squared distances from samples to their centroids, times the weights
    shift: np.ndarray  #: (k,), how far each centroid moved in this iteration
    relocated: np.ndarray  #: the empty groups whose centroid moved to a sample in this iteration
    stop_reason: str | None = None  #: why the run ends here: "tol", "converged" or "max_iter"; None if it goes on

    def __post_init__(self) -> None:
        """Store read-only copies: an `update` that works in place must not change earlier snapshots."""
        for name in ("centroids", "labels", "counts", "shift", "relocated"):
            object.__setattr__(self, name, read_only_copy(getattr(self, name)))

    def _repr_html_(self) -> str:
        """Show the groups in a notebook."""
        end = f", {self.stop_reason}" if self.stop_reason else ""
        title = f"<p>iteration {self.iteration}, inertia {self.inertia:,.6g}{end}</p>"
        return title + html_groups(self.centroids, self.counts, self.shift, colors=False)


def take_snapshot(
    centroids: np.ndarray,
    labels: np.ndarray,
    counts: np.ndarray,
    inertia: float,
    before: Snapshot | None = None,
    tol: float = 0.0,
    max_iter: int = 300,
) -> Snapshot:
    """Store one moment of a run, and decide whether the run ends here. `before` is the snapshot before this one.

    The first of these that is true becomes the `stop_reason`: "tol" (the squared shifts add up to at most `tol`),
    "converged" (no label changed), "max_iter" (this is iteration number `max_iter`).

    >>> first = take_snapshot(np.array([[1.0], [8.0]]), np.array([0, 0, 1]), np.array([2, 1]), 3.0)
    >>> take_snapshot(np.array([[1.5], [8.0]]), np.array([0, 0, 1]), np.array([2, 1]), 2.5, first).stop_reason
    'converged'
    """
    labels = labels.astype(np.min_scalar_type(len(centroids) - 1), copy=False)
    moves = np.subtract(centroids, centroids if before is None else before.centroids, dtype=float)  # (k, d)
    shift = np.sqrt((moves**2).sum(axis=1))  # (k,)
    iteration, relocated, stop_reason = 0, np.array([], dtype=int), None
    if before is not None:
        iteration = before.iteration + 1
        relocated = np.flatnonzero((before.counts == 0) & (shift > 0))
    if before is not None and (shift**2).sum() <= tol:
        stop_reason = "tol"
    elif before is not None and (labels == before.labels).all():
        stop_reason = "converged"
    elif iteration == max_iter:
        stop_reason = "max_iter"
    return Snapshot(iteration, centroids, labels, counts, inertia, shift, relocated, stop_reason)


def read_only_copy(values: np.ndarray) -> np.ndarray:
    """Copy an array so that nobody can change the copy.

    >>> read_only_copy(np.array([1, 2])).flags.writeable
    False
    """
    copy = np.array(values, order="C")
    copy.flags.writeable = False
    return copy
