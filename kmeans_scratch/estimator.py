"""`KMeans`: scikit-learn's interface to `seeding` and `lloyd`.

This module checks the input, counts colours, runs `lloyd` from one or several first picks, and keeps the best run.
"""

import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from .checks import (
    as_dense,
    check_centroids,
    check_enough,
    check_finite,
    check_parameters,
    check_samples,
    check_sizes,
    check_weight,
    feature_names,
    is_colors,
    warn_of_few_clusters,
)
from .fast.choose import choose_steps
from .fast.colors import count_colors
from .fast.steps import assign, chunks, counts_and_inertia
from .history import History, labels_of_rows
from .lloyd import lloyd, squared_distances
from .seeding import Random, as_generator, kmeans_plusplus, random_centroids
from .sklearn_api import Estimator
from .snapshot import Snapshot


class KMeans(Estimator):
    """k-means clustering: the interface of scikit-learn's `KMeans`, with a snapshot of each iteration.

    Parameters
    ----------
    n_clusters : the number of groups, k.
    init : "k-means++", "random", an array (k, d) of first centroids, or a function of (X, n_clusters, random_state)
        that returns such an array.
    n_init : the number of runs, each from new first centroids. The run with the least inertia is kept. "auto" is 1
        for "k-means++" and an array, 10 for "random" and a function.
    max_iter : the largest number of iterations of one run.
    tol : a run ends if the squared shifts add up to at most `tol` times the mean variance of the features. With
        weights, the variance is weighted.
    random_state : a seed, a `numpy.random.Generator` or a `RandomState`. With None, the result can differ each time.
    keep_history : True keeps a snapshot of each iteration, False only the first and the last.

    Attributes (after `fit`)
    ----------
    cluster_centers_ : (k, d), the centroids. They are float32 if X is float32, otherwise float64.
    labels_ : (n,) int32, the number of each sample's group.
    inertia_ : the sum of the squared distances to the centroids, each times the weight of its sample.
    n_iter_ : the number of iterations of the best run. The last pass, which only confirms the labels, counts too.
    n_features_in_ : d.
    feature_names_in_ : (d,), the names of the columns of X, if X is a table with named columns.
    history_ : the `Snapshot`s of the best run, as `lloyd` yields them.
    stop_reason_ : why it ended: "converged" (no label changed), "tol" or "max_iter".

    Samples of type uint8 with 3 or 4 features are treated as colours: each distinct colour becomes one sample, with
    its count as its weight. The result is the same. Sources: see `lloyd` and `seeding`.

    >>> X = np.array([[0.0, 0.0], [0.0, 1.0], [9.0, 8.0], [9.0, 9.0]])
    >>> model = KMeans(n_clusters=2, random_state=0).fit(X)
    >>> model.labels_
    array([1, 1, 0, 0], dtype=int32)
    >>> model.cluster_centers_
    array([[9. , 8.5],
           [0. , 0.5]])
    >>> model.predict([[8.0, 8.0]])
    array([0], dtype=int32)
    >>> [round(snapshot.inertia, 1) for snapshot in model.history_]
    [2.0, 1.0]
    """

    def __init__(
        self,
        n_clusters: int = 8,
        *,
        init: str | np.ndarray | Callable[..., np.ndarray] = "k-means++",
        n_init: str | int = "auto",
        max_iter: int = 300,
        tol: float = 1e-4,
        random_state: Random = None,
        keep_history: bool = True,
    ) -> None:
        """Store the parameters as they are. `fit` checks them."""
        self.n_clusters = n_clusters
        self.init = init
        self.n_init = n_init
        self.max_iter = max_iter
        self.tol = tol
        self.random_state = random_state
        self.keep_history = keep_history

    def fit(self, X: Any, y: None = None, sample_weight: Any = None) -> "KMeans":
        """Cluster the samples X (n, d), of any real type. `sample_weight` is (n,), not negative, not all zero.

        Raises ValueError if X, the weights or a parameter cannot be used, and says which number is wrong. Raises
        TypeError for sparse data. Warns with ConvergenceWarning if X has fewer than k distinct samples.
        """
        check_parameters(self.n_clusters, self.init, self.n_init, self.max_iter, self.tol)
        names, rows = feature_names(X), check_samples(X)
        weight = check_weight(sample_weight, len(rows))
        check_enough(len(rows), self.n_clusters)
        seen, samples = None, rows
        if is_colors(rows):
            seen = count_colors(rows)
            samples, weight = seen.colors * 1.0, seen.counts * 1.0 if weight is None else seen.total(weight)
        check_sizes(samples, weight, len(rows), "X")

        rng, n_init = as_generator(self.random_state), n_runs(self.init, self.n_init)  # one generator for all runs
        starts = [first_centroids(self.init, self.n_clusters, samples, weight, rng, rows) for _ in range(n_init)]
        chosen = choose_steps(samples, weight, seen)  # the samples in an order that helps to skip work
        limits: dict[str, Any] = {"max_iter": self.max_iter, "tol": self.tol * chosen.mean_variance}
        runs = (
            self._keep(lloyd(chosen.X, start, sample_weight=chosen.weight, **limits, **chosen.steps))
            for start in starts
        )
        best = min(runs, key=lambda run: run[-1].inertia)

        last = best[-1]
        self.history_ = History(best, chosen.order, seen)
        self.cluster_centers_ = last.centroids.copy()
        self.labels_ = labels_of_rows(last.labels, chosen.order, seen, np.int32)
        self.inertia_ = last.inertia
        self.stop_reason_ = last.stop_reason
        # scikit-learn also counts the pass that finds no label changed.
        self.n_iter_ = min(last.iteration + (last.stop_reason == "converged"), self.max_iter)
        self.n_features_in_ = rows.shape[1]
        vars(self).pop("feature_names_in_", None)  # left by an earlier fit
        if names is not None:
            self.feature_names_in_ = names
        warn_of_few_clusters(last.labels, self.n_clusters)
        return self

    def _keep(self, run: Iterator[Snapshot]) -> list[Snapshot]:
        """Return every snapshot of a run, or only the first and the last."""
        if self.keep_history:
            return list(run)
        first = last = next(run)
        for snapshot in run:
            last = snapshot
        return [first, last]

    def fit_predict(self, X: Any, y: None = None, sample_weight: Any = None) -> np.ndarray:
        """Cluster X and return the labels, (n,) int32."""
        return self.fit(X, sample_weight=sample_weight).labels_

    def fit_transform(self, X: Any, y: None = None, sample_weight: Any = None) -> Any:
        """Cluster X and return the distances of its samples to the centroids, (n, k)."""
        return self.fit(X, sample_weight=sample_weight).transform(X)

    def predict(self, X: Any) -> np.ndarray:
        """Return the label of the nearest centroid for each sample: (n,) int32."""
        rows = self._check_rows(X)
        if is_colors(rows):
            seen = count_colors(rows)
            return seen.expand(assign(seen.colors, self.cluster_centers_), np.int32)
        return assign(rows, self.cluster_centers_).astype(np.int32)

    def transform(self, X: Any) -> Any:
        """Return the distance, not squared, of each sample to each centroid: (n, k). See `set_output`."""
        rows = self._check_rows(X)
        k = len(self.cluster_centers_)
        distances = np.empty((len(rows), k), dtype=self.cluster_centers_.dtype)
        with np.errstate(over="ignore"):  # float32 may become infinity: refused below
            for part in chunks(len(rows), k):
                distances[part] = np.sqrt(squared_distances(rows[part], self.cluster_centers_))
        return self._as_output(check_finite(distances, "X, or a distance in it,"), X)

    def score(self, X: Any, y: None = None, sample_weight: Any = None) -> float:
        """Return minus the inertia of X with these centroids: the greater, the better."""
        rows = self._check_rows(X)
        weight = check_weight(sample_weight, len(rows))
        check_sizes(rows, weight, len(rows), "X")
        labels = assign(rows, self.cluster_centers_)
        return -counts_and_inertia(rows, labels, self.cluster_centers_, weight)[1]


def n_runs(init: Any, n_init: str | int) -> int:
    """Return the number of runs. Warn if `init` is an array and `n_init` asks for more than one."""
    if not isinstance(init, str) and not callable(init):
        if n_init not in ("auto", 1):
            warnings.warn(
                "Explicit initial center position passed: performing only one init in KMeans "
                f"instead of n_init={n_init}.",
                RuntimeWarning,
                stacklevel=3,
            )
        return 1
    if isinstance(n_init, str):
        return 1 if isinstance(init, str) and init == "k-means++" else 10
    return n_init


def first_centroids(
    init: Any,
    n_clusters: int,
    samples: np.ndarray,
    weight: np.ndarray | None,
    rng: np.random.Generator,
    rows: np.ndarray | None = None,
) -> np.ndarray:
    """Return the centroids to start from, (k, d), as `init` says. If `init` is a function, it receives all `rows`."""
    if isinstance(init, str):
        pick = kmeans_plusplus if init == "k-means++" else random_centroids
        return pick(samples, n_clusters, sample_weight=weight, random_state=rng)[0]
    if callable(init):
        legacy = np.random.RandomState(rng.bit_generator)  # shares the state of rng; scikit-learn passes one too
        init = init((samples if rows is None else rows).astype(samples.dtype), n_clusters, random_state=legacy)
    centroids = check_centroids(as_dense(init, "init"), n_clusters, samples.shape[1])
    check_sizes(centroids, weight, len(samples), "init")
    with np.errstate(over="ignore"):  # a number too large for float32 becomes infinity, which is refused
        return check_finite(centroids.astype(samples.dtype), "init")
