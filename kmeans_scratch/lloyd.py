"""Lloyd's algorithm, which most people call k-means: sort samples into groups around k centroids.

Imagine sorting a collection of rocks. Pick k of them as *models*. Lay every rock beside the model it resembles most
(`assign`). The average of each pile becomes its new model (`update`). Do both again and again until the piles stay
as they are. In the books a rock is a *sample*, a row of `X`; a model is a *centroid*; a pile is a *cluster*, here a
group; the number of a sample's group is its *label*. In short:

    labels = assign(X, centroids)
    while True:
        centroids = np.array([X[labels == group].mean(axis=0) for group in range(k)])
        before, labels = labels, assign(X, centroids)
        if (labels == before).all():  # the same groups have the same means: nothing can change any more
            break

The rest of this file is that loop, with weights, groups that become empty, large data, and a snapshot of each step.

The *inertia* is the sum of the squared distances between the samples and their centroids. Neither half-step can
make it larger: `assign` gives each sample the nearest centroid there is, and the mean is the point from which a
group's squared distances are least. So no grouping that was left comes back, there are only so many, and it ends.

Shapes: `X` is (n, d), n samples of d features; `centroids` is (k, d); `labels` is (n,), whole numbers from 0 to
k - 1; `sample_weight` is (n,), how many times each sample counts (None: once each).
Source: S. P. Lloyd, "Least squares quantization in PCM", IEEE Transactions on Information Theory 28 (1982).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from .products import Array, nearest_by_products

FAR = 1000  # so many times as far from 0 as from each other: then sums begin to lose digits that count
AT_ONCE = 2**19  # so many numbers are worked on at a time: with fewer it takes more calls, more leave the cache


def squared_distances(X: Array, centroids: Array) -> Array:
    """Measure every sample against every centroid: X (n, d) and centroids (k, d) give (n, k).

    >>> squared_distances(np.array([[0, 0], [3, 4]]), np.array([[0, 0], [3, 0]]))
    array([[ 0.,  9.],
           [25., 16.]])
    """
    # In float64: in bytes 3 - 5 is 254, and in float32 the squares of large numbers are infinite.
    X, centroids = np.asarray(X, dtype=float), np.asarray(centroids, dtype=float)
    return sum((x[:, None] - c) ** 2 for x, c in zip(X.T, centroids.T, strict=True))  # feature by feature


def assign(X: Array, centroids: Array) -> Array:
    """Label each sample with its nearest centroid, the lowest number where two are equally near: (n,).

    >>> assign(np.array([[1.0], [2.0], [9.0]]), np.array([[0.0], [10.0]]))
    array([0, 0, 1], dtype=uint8)
    """
    labels = np.empty(len(X), dtype=np.min_scalar_type(len(centroids) - 1))
    for rows in slices(len(X), max(centroids.shape)):
        # This is squared_distances(X[rows], centroids).argmin(axis=1), only sooner.
        labels[rows] = nearest_by_products(X[rows], centroids, squared_distances)
    return labels


def update(X: Array, labels: Array, centroids: Array, sample_weight: Array | None = None) -> Array:
    """Move each centroid to the mean of its group: (k, d). A group without members is given some first.

    >>> update(np.array([[1.0], [2.0], [9.0]]), np.array([0, 0, 1]), np.array([[0.0], [10.0]]))
    array([[1.5],
           [9. ]])
    """
    k, d = centroids.shape
    labels = relocate_empty(X, labels, centroids, sample_weight)
    counts = np.bincount(labels, weights=sample_weight, minlength=k)[:, None]  # (k, 1)
    origin = origin_of(X, centroids)  # (d,)
    sums, places = np.zeros((k, d)), np.arange(k * d).reshape(k, d)  # each sum has the number of its place
    for rows in slices(len(X), d):
        terms = X[rows] - origin if origin.any() else X[rows]  # (rows, d)
        if sample_weight is not None:
            terms = terms * (sample_weight[rows][:, None] * 1.0)
        # To each place go its terms, in the order of the rows; before them, the sum it has so far.
        to = np.concatenate([places, places.take(labels[rows], axis=0)])  # (k + rows, d)
        sums = np.bincount(to.ravel(), weights=np.concatenate([sums, terms]).ravel()).reshape(k, d)
    moved, full = centroids * 1.0, counts[:, 0] > 0  # one that is empty even now stays
    moved[full] = origin + sums[full] / counts[full]
    return moved


def origin_of(X: Array, centroids: Array) -> Array:
    """Choose from where to add each feature up: (d,), from 0, or from the least value where all are far from 0.

    The sum of a million numbers such as 1700000000.25, a time in seconds since 1970, has no digits left for what sets
    them apart. The sum of their distances from the least has.

    >>> origin_of(np.array([[1700000000.25, 3.0], [1700000000.5, 5.0]]), np.array([[1700000000.25, 3.0]]))
    array([1.7e+09, 0.0e+00])
    """
    origin, centroids = np.zeros(X.shape[1]), np.asarray(centroids, dtype=float)
    far = np.abs(centroids).min(axis=0) > FAR * np.ptp(centroids, axis=0)  # (d,): only these need a closer look
    for feature in np.flatnonzero(far):
        low, high = float(X[:, feature].min()), float(X[:, feature].max())
        if abs(low) > FAR * (high - low):
            origin[feature] = low
    return origin


def relocate_empty(X: Array, labels: Array, centroids: Array, sample_weight: Array | None = None) -> Array:
    """Relabel, for each group that is empty, the sample farthest from its own centroid, with its twins: labels (n,).

    A group whose members all weigh 0 is empty too. Of samples equally far the smallest is taken, as lists compare.

    >>> relocate_empty(np.array([[1.0], [2.0], [9.0]]), np.array([0, 0, 0]), np.array([[2.0], [0.0]]))
    array([0, 0, 1])
    """
    empty = np.flatnonzero(np.bincount(labels, weights=sample_weight, minlength=len(centroids)) == 0)
    if len(empty) == 0:
        return labels
    labels = labels.copy()
    distances = distances_to_own(X, labels, centroids)  # (n,)
    if sample_weight is not None:
        distances[sample_weight == 0] = 0  # what does not count is not taken
    for group in empty:
        if distances.max() == 0:  # nothing is left to take: the rest sit on their centroids
            break
        sample = min(X[distances == distances.max()].tolist())
        twins = (X == sample).all(axis=1)  # (n,)
        labels[twins], distances[twins] = group, 0
    return labels


def distances_to_own(X: Array, labels: Array, centroids: Array) -> Array:
    """Measure the squared distance of each sample to the centroid of its own group: (n,)."""
    distances = np.empty(len(X))
    for rows in slices(len(X), X.shape[1]):
        steps = np.subtract(X[rows], centroids.take(labels[rows], axis=0), dtype=float, order="C")
        distances[rows] = np.einsum("nd,nd->n", steps, steps)  # the squares of each row, added up
    return distances


def measure(X: Array, labels: Array, centroids: Array, sample_weight: Array | None = None) -> tuple[Array, float]:
    """Count each group, (k,), or add up its weights; and add up the squared distances to the inertia.

    >>> measure(np.array([[1.0], [2.0], [9.0]]), np.array([0, 0, 1]), np.array([[0.0], [10.0]]))
    (array([2, 1]), 6.0)
    """
    distances = distances_to_own(X, labels, centroids)  # (n,)
    counts = np.bincount(labels, weights=sample_weight, minlength=len(centroids))  # (k,)
    return counts, float((distances if sample_weight is None else distances * sample_weight).sum())


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One moment of a run. The labels belong to these very centroids; the arrays are read-only copies."""

    iteration: int  #: 0 is the first pick
    centroids: Array  #: (k, d)
    labels: Array  #: (n,), in the smallest unsigned integers that hold k - 1
    counts: Array  #: (k,), how many samples each group has, or how much they weigh
    inertia: float  #: the sum of the squared distances, each times the weight of its sample
    shift: Array  #: (k,), how far each centroid moved to get here
    relocated: Array  #: the numbers of the groups that were empty before, and whose centroid moved all the same
    stop_reason: str | None = None  #: the last one says "tol", "labels" (none changed) or "max_iter"

    def __post_init__(self) -> None:
        """Keep copies that nobody can write to: an `update` that works in place must not change the past."""
        for name in ("centroids", "labels", "counts", "shift", "relocated"):
            copy = np.array(getattr(self, name))
            copy.flags.writeable = False
            object.__setattr__(self, name, copy)


def lloyd(
    X: Array,
    centroids: Array,
    *,
    sample_weight: Array | None = None,
    max_iter: int = 300,
    tol: float = 0.0,
    assign: Callable[..., Array] = assign,
    update: Callable[..., Array] = update,
    measure: Callable[..., tuple[Array, float]] = measure,
) -> Iterator[Snapshot]:
    """Run k-means: yield a snapshot of the given centroids, then one for each iteration.

    It ends when no label changes, when the squares of the shifts add up to at most `tol` (0: nothing moved), or
    after `max_iter` iterations. `assign(X, centroids)` and `update(X, labels, centroids)`, which is also given
    `sample_weight=` if there is one, can be functions of your own.

    >>> for now in lloyd(np.array([[1.0], [2.0], [9.0], [11.0]]), np.array([[1.0], [2.0]])):
    ...     print(now.iteration, now.centroids.ravel().round(2), now.labels, round(now.inertia, 2), now.stop_reason)
    0 [1. 2.] [0 1 1 1] 130.0 None
    1 [1.   7.33] [0 0 1 1] 17.22 None
    2 [ 1.5 10. ] [0 0 1 1] 2.5 labels
    """
    X, centroids = np.asarray(X), np.asarray(centroids) * 1.0
    weighted = {} if sample_weight is None else {"sample_weight": sample_weight}
    labels = assign(X, centroids)
    now = take_snapshot(centroids, labels, measure(X, labels, centroids, sample_weight))
    yield now
    while now.iteration < max_iter and not now.stop_reason:
        centroids = update(X, now.labels, now.centroids, **weighted)
        labels = assign(X, centroids)
        before, now = now, take_snapshot(centroids, labels, measure(X, labels, centroids, sample_weight), now)
        if (now.shift**2).sum() <= tol:
            now = replace(now, stop_reason="tol")
        elif (now.labels == before.labels).all():
            now = replace(now, stop_reason="labels")
        elif now.iteration == max_iter:
            now = replace(now, stop_reason="max_iter")
        yield now


def take_snapshot(centroids: Array, labels: Array, measured: tuple, before: Snapshot | None = None) -> Snapshot:
    """Keep one moment of a run, with what was `measured`, and how far each centroid has moved."""
    counts, inertia = measured
    moves = np.subtract(centroids, before.centroids if before else centroids, dtype=float)  # (k, d)
    shift = np.sqrt((moves**2).sum(axis=1))  # (k,)
    was_empty = before.counts == 0 if before else np.zeros(len(centroids), dtype=bool)
    relocated = np.flatnonzero(was_empty & (shift > 0))
    labels = labels.astype(np.min_scalar_type(len(centroids) - 1))
    return Snapshot(before.iteration + 1 if before else 0, centroids, labels, counts, inertia, shift, relocated)


def slices(n: int, width: int) -> Iterator[slice]:
    """Cut n rows into pieces: where a row has `width` numbers, a piece has about `AT_ONCE`, and at least one row."""
    size = max(1, AT_ONCE // width)
    return (slice(start, start + size) for start in range(0, n, size))
