"""`KMeans`: scikit-learn's interface, over `seeding` and `lloyd`.

The algorithm is not here. This module checks what it is given, counts colours where that saves work, starts
`lloyd` from one or several first picks, and keeps the run that ended with the least inertia.
"""

import inspect
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from .cells import Cells, can_use_cells
from .checks import (
    as_dense,
    check_centroids,
    check_enough,
    check_feature_names,
    check_finite,
    check_input_features,
    check_parameters,
    check_samples,
    check_sizes,
    check_weight,
    feature_names,
    is_colors,
)
from .colors import CountedColors, count_colors
from .lloyd import Array, Snapshot, assign, lloyd, measure, slices, squared_distances
from .seeding import Random, as_generator, kmeans_plusplus, random_centroids


class ConvergenceWarning(UserWarning):
    """Fewer distinct clusters were found than were asked for."""


class NotFittedError(ValueError, AttributeError):
    """A model was used before it was fitted."""


def not_fitted_error() -> type[ValueError]:
    """Choose scikit-learn's own error where scikit-learn is in use: its tools look for that one. Never import it."""
    return getattr(sys.modules.get("sklearn.exceptions"), "NotFittedError", NotFittedError)


class History(Sequence):
    """The snapshots of a run, with one label for each row of X: made when looked at, from those of the colours."""

    def __init__(self, snapshots: list[Snapshot], seen: CountedColors | None) -> None:
        """Keep the snapshots, and the way from colours back to rows if colours were counted."""
        self._snapshots, self._seen = snapshots, seen

    def __len__(self) -> int:
        """Count the snapshots."""
        return len(self._snapshots)

    def __getitem__(self, i: Any) -> Any:
        """Look at one snapshot, or at a list of them."""
        if isinstance(i, slice):
            return [self[j] for j in range(len(self))[i]]
        snapshot = self._snapshots[i]
        return snapshot if self._seen is None else replace(snapshot, labels=self._seen.expand(snapshot.labels))


class KMeans:
    """k-means clustering: the interface of scikit-learn's `KMeans`, and one snapshot more for each iteration.

    Parameters
    ----------
    n_clusters : how many groups to make, k.
    init : "k-means++", "random", an array (k, d) of first centroids, or a function of (X, n_clusters, random_state)
        that returns one.
    n_init : how many first picks to try; "auto" is 1 for "k-means++" and an array, 10 for "random" and a function.
    max_iter : the most iterations of one run.
    tol : a run ends when the squares of the shifts add up to at most this share of the mean variance of the
        features. That variance is weighted, so it is the same whether samples are repeated or counted.
    random_state : a seed, a `numpy.random.Generator` or a `RandomState`; None draws anew each time.
    keep_history : keep a snapshot of each iteration, or only of the first and the last.

    Attributes (after `fit`)
    ----------
    cluster_centers_ : (k, d), the centroids, in float32 where X is float32 and float64 elsewhere.
    labels_ : (n,) int32, the number of each sample's group.
    inertia_ : the sum of the squared distances to the centroids, each times its sample's weight.
    n_iter_ : the iterations of the best run, the pass that confirmed the labels among them.
    n_features_in_ : d.
    feature_names_in_ : (d,), the names of the columns of X, if X is a table whose columns have names.
    history_ : the `Snapshot`s of the best run, as `lloyd` yields them.
    stop_reason_ : why it ended: "labels" (none changed), "tol" or "max_iter".

    Samples of type uint8 with 3 or 4 features are taken for colours: each distinct one is counted once, and the
    result is that of all the samples. Sources: see `lloyd` and `seeding`.

    >>> X = np.array([[0.0, 0.0], [0.0, 1.0], [9.0, 8.0], [9.0, 9.0]])
    >>> model = KMeans(n_clusters=2, random_state=0).fit(X)
    >>> model.labels_
    array([1, 1, 0, 0], dtype=int32)
    >>> model.cluster_centers_
    array([[9. , 8.5],
           [0. , 0.5]])
    >>> model.inertia_
    1.0
    >>> model.predict([[8.0, 8.0]])
    array([0], dtype=int32)
    >>> [round(snapshot.inertia, 1) for snapshot in model.history_]
    [2.0, 1.0]
    """

    def __init__(
        self,
        n_clusters: int = 8,
        *,
        init: str | Array | Callable[..., Array] = "k-means++",
        n_init: str | int = "auto",
        max_iter: int = 300,
        tol: float = 1e-4,
        random_state: Random = None,
        keep_history: bool = True,
    ) -> None:
        """Store the parameters as they are; `fit` looks at them."""
        self.n_clusters = n_clusters
        self.init = init
        self.n_init = n_init
        self.max_iter = max_iter
        self.tol = tol
        self.random_state = random_state
        self.keep_history = keep_history

    def fit(self, X: Any, y: None = None, sample_weight: Any = None) -> "KMeans":
        """Cluster the samples X (n, d), of any real type; sample_weight is (n,), not negative, not all zero.

        Raises ValueError where X, the weights or a parameter cannot be used, and says which number is wrong;
        TypeError for sparse data. Warns with ConvergenceWarning where samples have fewer than k distinct places.
        """
        check_parameters(self.n_clusters, self.init, self.n_init, self.max_iter, self.tol)
        names = feature_names(X)
        rows = check_samples(X)
        weight = check_weight(sample_weight, len(rows))
        check_enough(len(rows), self.n_clusters)
        seen, samples, steps = None, rows, {}
        if is_colors(rows):
            seen = count_colors(rows)
            samples, weight = seen.colors * 1.0, seen.counts * 1.0 if weight is None else seen.total(weight)
        check_sizes(samples, len(rows) if weight is None else weight, "X")

        rng = as_generator(self.random_state)  # one for all runs
        tolerance = self.tol * mean_variance(samples, weight)
        starts = [
            first_centroids(self.init, self.n_clusters, samples, weight, rng, rows) for _ in range(self._n_runs())
        ]
        if seen is not None and can_use_cells(seen.colors, weight):  # the same results, sooner
            cells = Cells(seen.colors, weight)
            samples, weight = cells.colors, cells.counts  # in another order
            seen = CountedColors(samples, weight, seen.codes)
            steps = {"assign": cells.assign, "update": cells.update, "measure": cells.measure}
        settings = {"sample_weight": weight, "max_iter": self.max_iter, "tol": tolerance, **steps}
        runs = (self._keep(lloyd(samples, start, **settings)) for start in starts)
        best = min(runs, key=lambda run: run[-1].inertia)

        last = best[-1]
        self.history_ = History(best, seen)
        self.cluster_centers_ = last.centroids.copy()
        self.labels_ = (last.labels if seen is None else seen.expand(last.labels)).astype(np.int32)
        self.inertia_ = last.inertia
        self.stop_reason_ = last.stop_reason
        # One more than the moves, where it took a pass to see that no label changes: so scikit-learn counts.
        self.n_iter_ = min(last.iteration + (last.stop_reason == "labels"), self.max_iter)
        self.n_features_in_ = rows.shape[1]
        vars(self).pop("feature_names_in_", None)  # of an earlier fit
        if names is not None:
            self.feature_names_in_ = names
        n_found = np.count_nonzero(np.bincount(last.labels))
        if n_found < self.n_clusters:
            warnings.warn(
                f"Number of distinct clusters ({n_found}) found smaller than n_clusters ({self.n_clusters}). "
                "Possibly due to duplicate points in X.",
                ConvergenceWarning,
                stacklevel=2,
            )
        return self

    def _n_runs(self) -> int:
        """Say how many first picks are worth trying."""
        if not isinstance(self.init, str) and not callable(self.init):
            if self.n_init not in ("auto", 1):
                warnings.warn(
                    "Explicit initial center position passed: performing only one init in KMeans "
                    f"instead of n_init={self.n_init}.",
                    RuntimeWarning,
                    stacklevel=3,
                )
            return 1
        if self.n_init == "auto":
            return 1 if self.init == "k-means++" else 10
        return self.n_init

    def _keep(self, run: Iterator[Snapshot]) -> list[Snapshot]:
        """Keep every snapshot of a run, or the first and the last."""
        if self.keep_history:
            return list(run)
        first = last = next(run)
        for snapshot in run:
            last = snapshot
        return [first, last]

    def fit_predict(self, X: Any, y: None = None, sample_weight: Any = None) -> Array:
        """Cluster X and return the labels, (n,) int32."""
        return self.fit(X, sample_weight=sample_weight).labels_

    def fit_transform(self, X: Any, y: None = None, sample_weight: Any = None) -> Array:
        """Cluster X and return the distances of its samples to the centroids, (n, k)."""
        return self.fit(X, sample_weight=sample_weight).transform(X)

    # With a fitted model

    def predict(self, X: Any) -> Array:
        """Label each sample with its nearest centroid: (n,) int32."""
        rows = self._check_rows(X)
        if is_colors(rows):
            seen = count_colors(rows)
            return seen.expand(assign(seen.colors, self.cluster_centers_)).astype(np.int32)
        return assign(rows, self.cluster_centers_).astype(np.int32)

    def transform(self, X: Any) -> Array:
        """Measure the distance, not squared, of each sample to each centroid: (n, k)."""
        rows = self._check_rows(X)
        k = len(self.cluster_centers_)
        distances = np.empty((len(rows), k), dtype=self.cluster_centers_.dtype)
        with np.errstate(over="ignore"):  # the largest numbers of float32 lie too far apart for float32
            for part in slices(len(rows), k):
                distances[part] = np.sqrt(squared_distances(rows[part], self.cluster_centers_))
        return check_finite(distances, "X, or a distance in it,")

    def score(self, X: Any, y: None = None, sample_weight: Any = None) -> float:
        """Return minus the inertia of X under these centroids: the greater, the better."""
        rows = self._check_rows(X)
        weight = check_weight(sample_weight, len(rows))
        check_sizes(rows, len(rows) if weight is None else weight, "X")
        return -measure(rows, assign(rows, self.cluster_centers_), self.cluster_centers_, weight)[1]

    def get_feature_names_out(self, input_features: Any = None) -> Array:
        """Name the columns of `transform`: kmeans0, kmeans1, ... The names of the features are only compared."""
        self._check_fitted()
        if input_features is not None:
            check_input_features(input_features, getattr(self, "feature_names_in_", None), self.n_features_in_)
        return np.array([f"kmeans{group}" for group in range(len(self.cluster_centers_))], dtype=object)

    # What scikit-learn expects of every estimator

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return the parameters by name."""
        names = inspect.signature(type(self).__init__).parameters
        return {name: getattr(self, name) for name in names if name != "self"}

    def set_params(self, **params: Any) -> "KMeans":
        """Set parameters by name. Raises ValueError for a name there is not."""
        valid = self.get_params()
        for name, value in params.items():
            if name not in valid:
                raise ValueError(
                    f"Invalid parameter {name!r} for estimator {self}. Valid parameters are: {list(valid)}."
                )
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        """Show the parameters that are not the default ones."""
        defaults = inspect.signature(type(self).__init__).parameters
        shown = {name: repr(value) for name, value in self.get_params().items()}
        changed = [f"{name}={text}" for name, text in shown.items() if text != repr(defaults[name].default)]
        return f"{type(self).__name__}({', '.join(changed)})"

    def __sklearn_tags__(self) -> Any:
        """Describe this estimator to scikit-learn, which is the only one to call this."""
        from sklearn.utils import Tags, TargetTags, TransformerTags

        return Tags(
            estimator_type="clusterer",
            target_tags=TargetTags(required=False),
            transformer_tags=TransformerTags(preserves_dtype=["float64", "float32"]),
        )

    def _check_fitted(self) -> None:
        """Refuse to work before `fit`."""
        if not hasattr(self, "cluster_centers_"):
            raise not_fitted_error()(
                f"This {type(self).__name__} instance is not fitted yet. "
                "Call 'fit' with appropriate arguments before using this estimator."
            )

    def _check_rows(self, X: Any) -> Array:
        """Refuse to work before `fit`, or on samples of another number of features."""
        self._check_fitted()
        name = type(self).__name__
        check_feature_names(getattr(self, "feature_names_in_", None), feature_names(X), name)
        rows = check_samples(X)
        check_sizes(rows, 1, "X")
        if rows.shape[1] != self.n_features_in_:
            raise ValueError(
                f"X has {rows.shape[1]} features, but {name} is expecting {self.n_features_in_} features as input."
            )
        return rows


def first_centroids(
    init: Any,
    n_clusters: int,
    samples: Array,
    weight: Array | None,
    rng: np.random.Generator,
    rows: Array | None = None,
) -> Array:
    """Make the centroids to start from, (k, d), by whichever `init` says. A function is given all `rows`."""
    if isinstance(init, str):
        pick = kmeans_plusplus if init == "k-means++" else random_centroids
        return pick(samples, n_clusters, sample_weight=weight, random_state=rng)[0]
    if callable(init):
        init = init((samples if rows is None else rows).astype(samples.dtype), n_clusters, random_state=rng)
    centroids = check_centroids(as_dense(init, "init"), n_clusters, samples.shape[1])
    check_sizes(centroids, len(samples) if weight is None else weight, "init")
    with np.errstate(over="ignore"):  # what is too large for float32 becomes infinity, which is refused
        return check_finite(centroids.astype(samples.dtype), "init")


def mean_variance(X: Array, sample_weight: Array | None = None) -> float:
    """Average the variance of the features: the scale that `tol` is a share of.

    >>> mean_variance(np.array([[0.0, 5.0], [2.0, 5.0]]))
    0.5
    """
    # d times (n,): in float64, for in float32 squares soon overflow; from the first one, see `origin_of`.
    columns = (x.astype(float) - float(x[0]) for x in X.T)
    differences = (x - np.average(x, weights=sample_weight) for x in columns)
    return float(np.mean([np.average(difference**2, weights=sample_weight) for difference in differences]))
