"""`assign`, `update` and `counts_and_inertia` for large data: the results of `lloyd.py`, faster and in less memory.

**In chunks.** `lloyd.py` builds tables with n rows. These functions work on a few thousand rows at a time, so that
the tables stay in the processor's cache.

**By matrix products.** The squared distance can be multiplied out:

    |x - c|² = |x|² - 2 x·c + |c|²

The left side takes d subtractions, squares and additions for each pair. The right side is one matrix product for all
pairs, and matrix products are very fast. To find the nearest centroid, |x|² is not needed. But the right side has
larger rounding errors. They depend on the processor, on the number of threads and on the number of rows. So the
products only propose a label. If two centroids are almost equally near, `lloyd.squared_distances` decides.

**From a near origin.** If all samples lie far from 0, their sums lose the digits in which they differ. So `update`
adds up the differences from a value nearby.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from ..lloyd import squared_distances
from .parallel import product

FAR = 1000  # a feature is far from 0 if its least absolute value is more than this many times its range
CHUNK = 2**19  # numbers in a chunk: smaller chunks need more calls, larger ones do not fit into the cache


def assign(X: np.ndarray, centroids: np.ndarray) -> np.ndarray:
    """Return the label of the nearest centroid for each sample, as `lloyd.assign` does: (n,).

    >>> assign(np.array([[1.0], [2.0], [9.0]]), np.array([[0.0], [10.0]]))
    array([0, 0, 1], dtype=uint8)
    """
    if X.shape[1:] != centroids.shape[1:]:  # otherwise NumPy would repeat a single feature d times
        raise ValueError(f"X of shape {X.shape} should have {centroids.shape[1]} features, as the centroids have")
    labels = np.empty(len(X), dtype=np.min_scalar_type(len(centroids) - 1))
    for rows in chunks(len(X), max(centroids.shape)):
        labels[rows] = nearest_by_products(X[rows], centroids)
    return labels


def nearest_by_products(X: np.ndarray, centroids: np.ndarray) -> np.ndarray:
    """Return the label of the nearest centroid for each sample of a chunk: (n,)."""
    scores, _, error = scores_by_products(X, centroids)
    return labels_from_scores(scores, error, X, centroids)


def scores_by_products(X: np.ndarray, centroids: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """Return |x - c|² - |x|² for a chunk, (k, n), and |x|², (n,), and the largest possible error of their sum."""
    middle = centroids.mean(axis=0, dtype=float)  # (d,): differences from it are small, so little cancels
    x, c = X - middle, centroids - middle
    x2, c2 = np.einsum("nd,nd->n", x, x), (c**2).sum(axis=1)  # (n,) and (k,)
    scores = product(-2 * c, x.T)  # (k, n)
    scores += c2[:, None]
    return scores, x2, largest_error(x2, c2, X.shape[1])


def largest_error(x2: np.ndarray, c2: np.ndarray, d: int) -> float:
    """Return the largest possible error of |x - c|² by products of d features, from |x|² (n,) and |c|² (k,)."""
    # Each of the d products in a sum is wrong by at most half an epsilon of |x| |c|. This bound is a few times
    # larger.
    real = np.finfo(float)
    return 8 * (d + 4) * real.eps * (x2.max() + c2.max()) + real.tiny


def labels_from_scores(scores: np.ndarray, error: float, X: np.ndarray, centroids: np.ndarray) -> np.ndarray:
    """Return the label of the least score, (n,). If scores differ by at most `error`, `squared_distances` decides."""
    k, n = scores.shape
    near = scores <= scores.min(axis=0) + error  # (k, n)
    numbers = np.arange(k, dtype=np.min_scalar_type(k - 1))
    labels = (near * numbers[:, None]).max(axis=0)  # (n,), right if one centroid is near
    if np.count_nonzero(near) != n:  # some samples have several near centroids, or none because of a NaN
        unsure = np.flatnonzero(np.count_nonzero(near, axis=0) != 1)
        for part in chunks(len(unsure), k):
            labels[unsure[part]] = squared_distances(X[unsure[part]], centroids).argmin(axis=1)
    return labels


def update(
    X: np.ndarray, labels: np.ndarray, centroids: np.ndarray, sample_weight: np.ndarray | None = None
) -> np.ndarray:
    """Return the mean of each group, as `lloyd.update` does: (k, d). The centroid of an empty group stays.

    >>> update(np.array([[1.0], [2.0], [9.0]]), np.array([0, 0, 1]), np.array([[0.0], [10.0]]))
    array([[1.5],
           [9. ]])
    """
    k, d = centroids.shape
    counts = np.bincount(labels, weights=sample_weight, minlength=k)[:, None]  # (k, 1)
    origin = origin_of(X, centroids)  # (d,)
    sums: np.ndarray = np.zeros((k, d))
    cells = np.arange(k * d).reshape(k, d)  # the number of each sum
    for rows in chunks(len(X), d):
        terms = X[rows] - origin if origin.any() else X[rows]  # (rows, d)
        if sample_weight is not None:
            terms = terms * (sample_weight[rows][:, None] * 1.0)
        # `bincount` adds each term to its cell, in the order of the rows, and begins with the sums so far.
        targets = np.concatenate([cells, cells.take(labels[rows], axis=0)])  # (k + rows, d)
        sums = np.bincount(targets.ravel(), weights=np.concatenate([sums, terms]).ravel()).reshape(k, d)
    means, full = centroids * 1.0, counts[:, 0] > 0
    means[full] = origin + sums[full] / counts[full]
    return means


def origin_of(X: np.ndarray, centroids: np.ndarray) -> np.ndarray:
    """Return the value to subtract from each feature before it is added up, (d,): its minimum if far from 0, else 0.

    Take a million times in seconds since 1970, such as 1700000000.25. Their sum has no digits left for the
    differences between them. The sum of their differences from the minimum keeps these digits.

    >>> origin_of(np.array([[1700000000.25, 3.0], [1700000000.5, 5.0]]), np.array([[1700000000.25, 3.0]]))
    array([1.7e+09, 0.0e+00])
    """
    origin, centroids = np.zeros(X.shape[1]), np.asarray(centroids, dtype=float)
    far = np.abs(centroids).min(axis=0) > FAR * np.ptp(centroids, axis=0)  # (d,): only these need a pass over X
    for feature in np.flatnonzero(far):
        low, high = float(X[:, feature].min()), float(X[:, feature].max())
        if abs(low) > FAR * (high - low):
            origin[feature] = low
    return origin


def squared_distances_to_own(X: np.ndarray, labels: np.ndarray, centroids: np.ndarray) -> np.ndarray:
    """Return the squared distance from each sample to the centroid of its own group: (n,)."""
    distances = np.empty(len(X))
    for rows in chunks(len(X), X.shape[1]):
        steps = np.subtract(X[rows], centroids.take(labels[rows], axis=0), dtype=float, order="C")
        distances[rows] = np.einsum("nd,nd->n", steps, steps)  # the sum of the squares in each row
    return distances


def counts_and_inertia(
    X: np.ndarray, labels: np.ndarray, centroids: np.ndarray, sample_weight: np.ndarray | None = None
) -> tuple[np.ndarray, float]:
    """Return the number of samples in each group, (k,), or the sum of their weights; and the inertia.

    >>> counts_and_inertia(np.array([[1.0], [2.0], [9.0]]), np.array([0, 0, 1]), np.array([[0.0], [10.0]]))
    (array([2, 1]), 6.0)
    """
    counts = np.bincount(labels, weights=sample_weight, minlength=len(centroids))  # (k,)
    distances = squared_distances_to_own(X, labels, centroids)  # (n,)
    return counts, float((distances if sample_weight is None else distances * sample_weight).sum())


def mean_variance(X: np.ndarray, sample_weight: np.ndarray | None = None) -> float:
    """Return the mean of the variances of the features, the scale of `tol`.

    >>> mean_variance(np.array([[0.0, 5.0], [2.0, 5.0]]))
    0.5
    """
    # float32 cannot hold large squares. The first value is subtracted to keep digits; see `origin_of`.
    columns = (x.astype(float) - float(x[0]) for x in X.T)
    differences = (x - np.average(x, weights=sample_weight) for x in columns)
    return float(np.mean([np.average(difference**2, weights=sample_weight) for difference in differences]))


def chunks(n: int, width: int) -> Iterator[slice]:
    """Cut n rows of `width` numbers into chunks of about `CHUNK` numbers, at least one row in each.

    >>> list(chunks(5, CHUNK // 2))
    [slice(0, 2, None), slice(2, 4, None), slice(4, 6, None)]
    """
    size = max(1, CHUNK // width)
    return (slice(start, start + size) for start in range(0, n, size))


FAST_STEPS: dict[str, Any] = {
    "assign": assign,
    "update": update,
    "counts_and_inertia": counts_and_inertia,
}  # for `lloyd`
