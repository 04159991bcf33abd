"""The first difference between two runs: `first_difference`."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from itertools import zip_longest

import numpy as np

from ..lloyd import squared_distances
from ..snapshot import Snapshot


@dataclass(frozen=True)
class Difference:
    """The first difference between two runs: the iteration, the group (as numbered in the first run), the sample."""

    iteration: int
    group: int | None
    sample: int | None
    message: str

    def __str__(self) -> str:
        """Return the message, in one line."""
        return self.message

    def _repr_html_(self) -> str:
        """Show the message in a notebook."""
        return f"<p>{escape(self.message)}</p>"


def first_difference(one: Iterable[Snapshot], other: Iterable[Snapshot], *, rtol: float = 1e-6) -> Difference | None:
    """Return the first difference between two runs on the same samples, or None if there is none.

    The order of the groups does not matter. In each iteration, a group is matched with the group whose centroid is
    nearest. Centroids are equal if they differ by at most `rtol` times their largest number. The group in the result
    is numbered as in `one`.

    >>> from kmeans_scratch import lloyd
    >>> X = np.array([[1.0], [2.0], [9.0], [11.0]])
    >>> one, turned = lloyd(X, np.array([[1.0], [2.0]])), lloyd(X, np.array([[2.0], [1.0]]))
    >>> first_difference(one, turned) is None
    True
    >>> print(first_difference(lloyd(X, np.array([[1.0], [2.0]])), lloyd(X, np.array([[1.0], [9.0]]))))
    iteration 0: centroid 1 is at [2.0] in one run and at [9.0] in the other
    """
    for now, then in zip_longest(one, other):
        if now is None or then is None:
            iteration = (now or then).iteration
            return Difference(iteration, None, None, f"iteration {iteration}: only one of the runs gets there")
        if len(now.centroids) != len(then.centroids):
            numbers = f"{len(now.centroids)} groups in one run and {len(then.centroids)} in the other"
            return Difference(now.iteration, None, None, f"iteration {now.iteration}: {numbers}")
        partner = match_groups(now.centroids, then.centroids)  # (k,)
        apart = np.abs(now.centroids - then.centroids[partner]).max(axis=1)  # (k,)
        if (apart > rtol * np.abs(now.centroids).max()).any():
            group = int(apart.argmax())
            here, there = now.centroids[group].round(3).tolist(), then.centroids[partner[group]].round(3).tolist()
            message = f"centroid {group} is at {here} in one run and at {there} in the other"
            return Difference(now.iteration, group, None, f"iteration {now.iteration}: {message}")
        differ = np.flatnonzero(partner[now.labels] != then.labels)
        if len(differ):
            sample = int(differ[0])
            group, elsewhere = int(now.labels[sample]), int(then.labels[sample])
            message = f"sample {sample} is in group {group} in one run and in group {elsewhere} in the other"
            return Difference(now.iteration, group, sample, f"iteration {now.iteration}: {message}")
    return None


def match_groups(centroids: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return for each centroid the number of its partner among the others, (k,). The nearest pairs are matched first.

    >>> match_groups(np.array([[1.0], [5.0]]), np.array([[5.1], [0.0]]))
    array([1, 0])
    """
    distances = squared_distances(centroids, others)  # (k, k)
    partner = np.zeros(len(centroids), dtype=int)
    for _ in centroids:
        group, other = np.unravel_index(distances.argmin(), distances.shape)
        partner[group] = other
        distances[group], distances[:, other] = np.inf, np.inf
    return partner
