"""Lloyd's algorithm, which most people call k-means: sort samples into groups around k centroids.

Imagine that you sort a collection of rocks. Pick k of them as *models*. Put every rock beside the model that it
resembles most (`assign`). The average of each pile becomes the new model (`update`). Repeat both steps until the
piles stay as they are. In textbooks a rock is a *sample*, one row of `X`. A model is a *centroid*. A pile is a
*cluster*, here called a group. The number of a sample's group is its *label*.

The *inertia* is the sum of the squared distances between the samples and their centroids. `assign` cannot increase
it: each sample gets its nearest centroid. The mean is the only point with the least sum of squared distances to its
group. So if `update` moves a centroid, the inertia falls. It never rises again, so no grouping comes back. There are
finitely many groupings, so the run ends.

Shapes: `X` is (n, d), n samples with d features. `centroids` is (k, d). `labels` is (n,), whole numbers from 0 to
k - 1. `sample_weight` is (n,), how many times each sample counts. If it is None, each sample counts once.
Source: S. P. Lloyd, "Least squares quantization in PCM", IEEE Transactions on Information Theory 28 (1982).
"""

from collections.abc import Callable, Iterator

import numpy as np

from .snapshot import Snapshot, take_snapshot

Array = np.ndarray


def squared_distances(X: Array, centroids: Array) -> Array:
    """Return the squared distance from every sample to every centroid: X (n, d) and centroids (k, d) give (n, k).

    >>> squared_distances(np.array([[0, 0], [3, 4]]), np.array([[0, 0], [3, 0]]))
    array([[ 0.,  9.],
           [25., 16.]])
    """
    X, centroids = np.asarray(X, dtype=float), np.asarray(centroids, dtype=float)  # as uint8, 3 - 5 would be 254
    return sum((x[:, None] - c) ** 2 for x, c in zip(X.T, centroids.T, strict=True))  # (n, k), feature by feature


def assign(X: Array, centroids: Array) -> Array:
    """Return the label of the nearest centroid for each sample: (n,). In a tie, the lowest label wins.

    >>> assign(np.array([[1.0], [2.0], [9.0]]), np.array([[0.0], [10.0]]))
    array([0, 0, 1])
    """
    return squared_distances(X, centroids).argmin(axis=1)


def update(X: Array, labels: Array, centroids: Array, sample_weight: Array | None = None) -> Array:
    """Return the mean of each group: (k, d). The centroid of an empty group stays where it is.

    >>> update(np.array([[1.0], [2.0], [9.0]]), np.array([0, 0, 1]), np.array([[0.0], [10.0], [50.0]]))
    array([[ 1.5],
           [ 9. ],
           [50. ]])
    """
    weight = np.ones(len(X)) if sample_weight is None else sample_weight
    means = centroids * 1.0
    for group in range(len(centroids)):
        members = labels == group
        if weight[members].any():
            means[group] = np.average(X[members], axis=0, weights=weight[members])
    return means


def relocate_empty(X: Array, labels: Array, centroids: Array, sample_weight: Array | None = None) -> Array:
    """Return new labels (n,): each empty group receives the sample that is farthest from its present centroid.

    Duplicates of that sample move with it. A group whose members all have weight 0 is empty too. If several samples
    are equally far, the first of them in sorted order moves. A group that loses its only sample is empty for this
    iteration. If every sample lies on its centroid, no sample moves.

    >>> relocate_empty(np.array([[1.0], [2.0], [9.0]]), np.array([0, 0, 0]), np.array([[2.0], [0.0]]))
    array([0, 0, 1])
    """
    labels, distances = labels.copy(), squared_distances_to_own(X, labels, centroids)  # (n,)
    if sample_weight is not None:
        distances[sample_weight == 0] = 0  # a sample of weight 0 is not chosen
    for group in np.flatnonzero(np.bincount(labels, sample_weight, minlength=len(centroids)) == 0):
        if distances.max() > 0:  # otherwise every sample lies on its centroid already
            farthest = min(X[distances == distances.max()].tolist())
            duplicates = (X == farthest).all(axis=1)  # (n,)
            labels[duplicates], distances[duplicates] = group, 0  # distance 0: they do not move again
    return labels


def squared_distances_to_own(X: Array, labels: Array, centroids: Array) -> Array:
    """Return the squared distance from each sample to the centroid of its own group: (n,)."""
    return (np.subtract(X, centroids[labels], dtype=float) ** 2).sum(axis=1)


def counts_and_inertia(
    X: Array, labels: Array, centroids: Array, sample_weight: Array | None = None
) -> tuple[Array, float]:
    """Return the count of each group, (k,), and the inertia. With weights, a count is the sum of a group's weights.

    >>> counts_and_inertia(np.array([[1.0], [2.0], [9.0]]), np.array([0, 0, 1]), np.array([[0.0], [10.0]]))
    (array([2, 1]), 6.0)
    """
    counts = np.bincount(labels, weights=sample_weight, minlength=len(centroids))
    distances = squared_distances_to_own(X, labels, centroids)  # (n,)
    return counts, float(np.sum(distances if sample_weight is None else distances * sample_weight))


def lloyd(
    X: Array,
    centroids: Array,
    *,
    sample_weight: Array | None = None,
    max_iter: int = 300,
    tol: float = 0.0,
    assign: Callable[..., Array] = assign,
    update: Callable[..., Array] = update,
    counts_and_inertia: Callable[..., tuple[Array, float]] = counts_and_inertia,
) -> Iterator[Snapshot]:
    """Run k-means: yield a snapshot of the given centroids, then one snapshot after each iteration.

    The run ends if the squared shifts add up to at most `tol`, if no label changes, or after `max_iter` iterations;
    see `take_snapshot`. With `tol=0`, the first condition means that no centroid moves.

    `assign(X, centroids)` and `update(X, labels, centroids)` can be your own functions. If there are weights,
    `update` also receives `sample_weight=`.

    >>> for now in lloyd(np.array([[1.0], [2.0], [9.0], [11.0]]), np.array([[1.0], [2.0]])):
    ...     print(now.iteration, now.centroids.ravel().round(2), now.labels, round(now.inertia, 2), now.stop_reason)
    0 [1. 2.] [0 1 1 1] 130.0 None
    1 [1.   7.33] [0 0 1 1] 17.22 None
    2 [ 1.5 10. ] [0 0 1 1] 2.5 converged
    """
    X, centroids = np.asarray(X), np.asarray(centroids) * 1.0
    weights = {} if sample_weight is None else {"sample_weight": sample_weight}
    labels = assign(X, centroids)
    measured = counts_and_inertia(X, labels, centroids, **weights)
    now = take_snapshot(centroids, labels, *measured, None, tol, max_iter)
    yield now
    while now.stop_reason is None:
        if (now.counts == 0).any():
            labels = relocate_empty(X, labels, centroids, **weights)
        centroids = update(X, labels, centroids, **weights)
        labels = assign(X, centroids)
        measured = counts_and_inertia(X, labels, centroids, **weights)
        now = take_snapshot(centroids, labels, *measured, now, tol, max_iter)
        yield now
