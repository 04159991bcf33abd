"""`Stepper`: k-means one step at a time, forwards and backwards, with each step described in words.

If you go forwards, new snapshots are computed and kept. So you can go back, and no step is computed twice. Words and
pictures number the groups from 1, as people do. Arrays number them from 0.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from ..checks import as_dense, check_enough, check_parameters, check_sizes
from ..estimator import first_centroids
from ..fast.steps import assign, mean_variance, update
from ..lloyd import lloyd
from ..pictures.spaces import Space, space_of
from ..seeding import Pick, Random, as_generator, kmeans_plusplus_picks
from ..snapshot import Snapshot
from .collection import Collection, collect
from .page import page
from .run import Run
from .show import Cell, in_notebook, open_page
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
    space : "rgb", or "oklab" to compare colours as eyes see them. Centroids are given in RGB all the same.
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
        space: str = "rgb",
        max_iter: int = 300,
        tol: float = 1e-4,
        assign: Callable[..., np.ndarray] = assign,
        update: Callable[..., np.ndarray] = update,
    ) -> None:
        """Pick the first models, and assign every sample to one of them."""
        check_parameters(n_clusters, init, 1, max_iter, tol)
        self.collection = gather(source, by=by, space=space, update=update)
        X, weight = self.collection.X, self.collection.weight
        check_enough(len(X), n_clusters)
        check_sizes(X, weight, len(X), "X")
        self.init = init if isinstance(init, str) or callable(init) else np.array(as_dense(init, "init"))
        self.n_clusters, self.max_iter, self.tol = n_clusters, max_iter, tol
        self._half_steps: dict[str, Any] = {"assign": assign, "update": update}
        self.restart(random_state)

    def restart(self, random_state: Random = None) -> "Stepper":
        """Start again with another first pick."""
        X, weight = self.collection.points, self.collection.weight
        rng = as_generator(random_state)
        self.picks: list[Pick] = []
        if isinstance(self.init, str) and self.init == "k-means++":
            self.picks = list(kmeans_plusplus_picks(X, self.n_clusters, sample_weight=weight, random_state=rng))
            centroids = self.collection.X[[pick.index for pick in self.picks]]
        else:
            centroids = first_centroids(self.init, self.n_clusters, self.collection.X, weight, rng)
        self._run = self._begin(centroids)
        self._snapshots, self._at = [next(self._run)], 0
        return self

    def _begin(self, centroids: np.ndarray) -> Iterator[Snapshot]:
        """Start a run from these centroids."""
        X, weight, space = self.collection.points, self.collection.weight, space_of(self.collection.space)
        limits: dict[str, Any] = {"max_iter": self.max_iter, "tol": self.tol * mean_variance(X, weight)}
        run = lloyd(X, space.points(centroids), sample_weight=weight, **limits, **self._half_steps)
        return run if self.collection.space == "rgb" else in_rgb(run, space)

    # The present iteration

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot of the present iteration."""
        return self._snapshots[self._at]

    @property
    def history(self) -> tuple[Snapshot, ...]:
        """All snapshots computed so far, including those after the present one."""
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
            except BaseException:  # an error in a student's update, or Ctrl-C: the next call must work again
                self._run = islice(self._begin(self._snapshots[0].centroids), len(self), None)
                raise
        self._at = min(iteration, len(self) - 1)
        return self

    def branch(self, centroids: Any) -> "Stepper":
        """Return a new stepper that starts from centroids (k, d). This stepper does not change.

        >>> stepper = Stepper(np.array([[1.0], [2.0], [9.0], [11.0]]), 2, init=[[1.0], [2.0]])
        >>> moved = stepper.snapshot.centroids.copy()
        >>> moved[1] = 11
        >>> stepper.branch(moved).snapshot.labels
        array([0, 0, 1, 1], dtype=uint8)
        """
        settings: dict[str, Any] = {"max_iter": self.max_iter, "tol": self.tol, **self._half_steps}
        return Stepper(self.collection, len(centroids), init=centroids, **settings)

    def as_run(self) -> Run:
        """Return everything computed so far, including iterations after the present one."""
        return Run(self.collection, self.history, tuple(self.picks))

    @property
    def has_own_functions(self) -> bool:
        """Tell whether `assign` or `update` is the user's own function."""
        return self._half_steps != {"assign": assign, "update": update}

    def page(self) -> str:
        """Return the whole run as a page to play in: one HTML document, see `page`. The stepper stays where it is."""
        at = self._at
        try:
            run = self.run().as_run()
        finally:
            self.goto(at)
        return page(run, max_iter=self.max_iter, tol=self.tol, own_functions=self.has_own_functions)

    def show(self) -> Cell | Path:
        """Show the page to play in: in the cell of a notebook, or otherwise in the browser.

        Returns the cell, or the path of the page. If there is no browser, the page is only written.
        """
        html = self.page()
        return Cell(html, self.as_run()) if in_notebook() else open_page(html)

    def __repr__(self) -> str:
        """Describe the present iteration in words."""
        return story(self.collection, self._snapshots[: self._at + 1], self.picks)

    def _repr_html_(self) -> str:
        """Describe the present iteration for a notebook, with swatches."""
        return html_story(self.collection, self._snapshots[: self._at + 1], self.picks)


def gather(
    source: Any, *, by: str = "color", space: str = "rgb", update: Callable[..., np.ndarray] = update, **_: Any
) -> Collection:
    """Return the collection of a source. Colours are counted only if `update` can take weights."""
    if isinstance(source, Collection):
        return source
    collection = collect(source, by=by, counted="sample_weight" in inspect.signature(update).parameters)
    return collection.in_space(space)


def in_rgb(run: Iterable[Snapshot], space: Space) -> Iterator[Snapshot]:
    """Yield the snapshots of a run in another space with their centroids in RGB, and how far these moved there."""
    before: np.ndarray | None = None
    for now in run:
        centroids = space.rgb(now.centroids)
        moves = centroids - (centroids if before is None else before)
        before = centroids
        yield replace(now, centroids=centroids, shift=np.sqrt((moves**2).sum(axis=1)))
