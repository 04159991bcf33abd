"""`Stepper`: k-means one step at a time, forwards and backwards, with each step described in words.

The list of snapshots grows when you go forwards. No step is computed twice, and going back loses nothing. Words and
pictures number the groups from 1, as people number piles on a table. Arrays number them from 0.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Any

import numpy as np

from ..checks import as_dense, check_enough, check_parameters, check_sizes
from ..estimator import first_centroids, mean_variance
from ..fast.steps import assign, update
from ..lloyd import lloyd, squared_distances
from ..seeding import Pick, Random, as_generator, kmeans_plusplus_picks
from ..snapshot import Snapshot
from .collection import Collection, collect
from .run import Run
from .story import html_story, story


class Stepper:
    """A run of k-means to walk through.

    Parameters
    ----------
    source : a picture (anything `read_image` takes), a table of rocks, or samples (n, d).
    n_clusters : the number of groups.
    init : "k-means++", "random", an array (k, d) of first centroids, or a function, as for `KMeans`.
    random_state : the seed of the first pick, or a generator.
    by : the features of rocks, "color" or "size"; see `collect`.
    assign, update : the two half-steps, which can be your own functions. If `update` has no parameter
        `sample_weight`, the colours of a picture are not counted: each pixel is a sample.

    >>> X = np.array([[1.0], [2.0], [9.0], [11.0]])
    >>> stepper = Stepper(X, 2, init=[[1.0], [2.0]])
    >>> stepper.next()
    data: 4 samples in 2 groups, iteration 1
      group   model  samples  share         moved
          1     (1)        2  50.0%             -
          2  (7.33)        2  50.0%  5.3 from (2)
    Iteration 1: each model moves to the mean of its group; group 2's moves farthest, by 5.3 to (7.33).
    Iteration 1: 1 sample changed group; the inertia fell by 86.8% to 17.2.
    >>> stepper.run().snapshot.centroids.ravel()
    array([ 1.5, 10. ])
    >>> [round(snapshot.inertia, 2) for snapshot in stepper]
    [130.0, 17.22, 2.5]
    >>> stepper.goto(1).snapshot.iteration
    1
    """

    def __init__(
        self,
        source: Any,
        n_clusters: int = 5,
        *,
        init: Any = "k-means++",
        random_state: Random = None,
        by: str = "color",
        max_iter: int = 300,
        tol: float = 1e-4,
        assign: Callable[..., np.ndarray] = assign,
        update: Callable[..., np.ndarray] = update,
    ) -> None:
        """Pick the first models, and assign every sample to one of them."""
        check_parameters(n_clusters, init, 1, max_iter, tol)
        self.collection = gather(source, by=by, update=update)
        X, weight = self.collection.X, self.collection.weight
        check_enough(len(X), n_clusters)
        check_sizes(X, len(X) if weight is None else weight, "X")
        self.init = init if isinstance(init, str) or callable(init) else np.array(as_dense(init, "init"))
        self.n_clusters, self.max_iter, self.tol = n_clusters, max_iter, tol
        self._half_steps = {"assign": assign, "update": update}
        self.restart(random_state)

    def restart(self, random_state: Random = None) -> "Stepper":
        """Start again with another first pick."""
        X, weight = self.collection.X, self.collection.weight
        rng = as_generator(random_state)
        self.picks: list[Pick] = []
        if isinstance(self.init, str) and self.init == "k-means++":
            self.picks = list(kmeans_plusplus_picks(X, self.n_clusters, sample_weight=weight, random_state=rng))
            centroids = X[[pick.index for pick in self.picks]]
        else:
            centroids = first_centroids(self.init, self.n_clusters, X, weight, rng)
        self._run = self._begin(centroids)
        self._snapshots, self._at = [next(self._run)], 0
        return self

    def _begin(self, centroids: np.ndarray) -> Iterator[Snapshot]:
        """Start a run from these centroids."""
        X, weight = self.collection.X, self.collection.weight
        tolerance = self.tol * mean_variance(X, weight)
        return lloyd(X, centroids, sample_weight=weight, max_iter=self.max_iter, tol=tolerance, **self._half_steps)

    # The present iteration

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot of the present iteration."""
        return self._snapshots[self._at]

    @property
    def history(self) -> tuple[Snapshot, ...]:
        """All snapshots computed so far, also later ones than the present."""
        return tuple(self._snapshots)

    def __len__(self) -> int:
        """Return the number of snapshots computed so far."""
        return len(self._snapshots)

    def __iter__(self) -> Iterator[Snapshot]:
        """Iterate over the snapshots computed so far."""
        return iter(self.history)

    # Moves. Each returns the stepper.

    def next(self) -> "Stepper":
        """Go one iteration forwards. At the end, stay."""
        return self.goto(self._at + 1)

    def back(self) -> "Stepper":
        """Go one iteration back. At the beginning, stay."""
        return self.goto(max(0, self._at - 1))

    def run(self) -> "Stepper":
        """Go to the end."""
        return self.goto(self.max_iter)

    def goto(self, iteration: int) -> "Stepper":
        """Go to an iteration, or to the last one if the run ends earlier. Raises ValueError if it is below 0."""
        if iteration < 0:
            raise ValueError(f"iteration={iteration} should be >= 0")
        while len(self) <= iteration and self._snapshots[-1].stop_reason is None:
            try:
                self._snapshots.append(next(self._run))
            except BaseException:  # an error in a student's update, or Ctrl-C: make the next try possible
                self._run = islice(self._begin(self._snapshots[0].centroids), len(self), None)
                raise
        self._at = min(iteration, len(self) - 1)
        return self

    def branch(self, centroids: Any) -> "Stepper":
        """Return a new stepper that starts from centroids (k, d). This one stays as it is.

        >>> stepper = Stepper(np.array([[1.0], [2.0], [9.0], [11.0]]), 2, init=[[1.0], [2.0]])
        >>> moved = stepper.snapshot.centroids.copy()
        >>> moved[1] = 11
        >>> stepper.branch(moved).snapshot.labels
        array([0, 0, 1, 1], dtype=uint8)
        """
        settings = {"max_iter": self.max_iter, "tol": self.tol, **self._half_steps}
        return Stepper(self.collection, len(centroids), init=centroids, **settings)

    def as_run(self) -> Run:
        """Return everything computed so far, also later iterations than the present."""
        return Run(self.collection, self.history, tuple(self.picks))

    def show(self) -> None:
        """Open a window to walk in, with keys, slider and mouse; without a display, walk in the terminal."""
        from .player import show

        show(self)

    def __repr__(self) -> str:
        """Describe the present iteration in words."""
        return story(self.collection, self._snapshots[: self._at + 1], self.picks)

    def _repr_html_(self) -> str:
        """Describe the present iteration for a notebook, with swatches."""
        return html_story(self.collection, self._snapshots[: self._at + 1], self.picks)


def gather(source: Any, *, by: str = "color", update: Callable[..., np.ndarray] = update, **_: Any) -> Collection:
    """Return the collection of a source. Colours are counted only if `update` can take weights."""
    if isinstance(source, Collection):
        return source
    return collect(source, by=by, counted="sample_weight" in inspect.signature(update).parameters)


@dataclass(frozen=True)
class Difference:
    """The first difference between two runs: the iteration, the group of the first run, and a sample."""

    iteration: int
    group: int | None
    sample: int | None
    message: str

    def __str__(self) -> str:
        """Return the message, in one line."""
        return self.message


def first_difference(one: Iterable[Snapshot], other: Iterable[Snapshot], *, rtol: float = 1e-6) -> Difference | None:
    """Return the first difference between two runs on the same samples, or None if there is none.

    The order of the groups does not matter. In each iteration, a group is matched with the one whose centroid is
    nearest. Centroids are equal if they differ by at most `rtol` times their largest number. The group in the result
    has its number in `one`.

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
    """Return for each centroid the number of its partner among the others, nearest pairs first: (k,).

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
