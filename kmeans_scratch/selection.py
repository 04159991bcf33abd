"""Choose k, the number of groups: k-means does not find it. Two measures help.

The *elbow*: the inertia falls with every further group. At first it falls fast, because a new group separates samples
that differ much. Later it falls slowly, because a new group only divides similar samples. If there is a bend between
the two, it is a good k.

The *silhouette* of a sample compares its distance to its own group with its distance to the nearest other group. Let
a be its mean distance (not squared) to the other samples of its group, and b the smallest mean distance to another
group. Then s = (b - a) / max(a, b). If s is near 1, the sample is well placed. Near 0, it lies between two groups.
Below 0, it would fit better into the other group. The only sample of a group has s = 0. The mean of all s is large if
the groups are dense and far apart.

Source: P. J. Rousseeuw, "Silhouettes: a graphical aid to the interpretation and validation of cluster analysis",
Journal of Computational and Applied Mathematics 20 (1987).
"""

from collections.abc import Iterable
from typing import Any

import numpy as np

from .checks import check_samples
from .estimator import KMeans
from .fast.steps import chunks
from .lloyd import squared_distances
from .seeding import Random, as_generator


def elbow(
    X: Any, k_values: Iterable[int], *, sample_weight: Any = None, random_state: Random = None, **settings: Any
) -> np.ndarray:
    """Fit k-means for each k and return the inertias, (len(k_values),). The settings are those of `KMeans`.

    >>> elbow([[1.0], [2.0], [9.0], [10.0]], [1, 2, 3, 4], random_state=0)
    array([65. ,  1. ,  0.5,  0. ])
    """
    rng = as_generator(random_state)  # one generator for all fits
    models = (KMeans(k, random_state=rng, keep_history=False, **settings) for k in k_values)
    return np.array([model.fit(X, sample_weight=sample_weight).inertia_ for model in models])


def silhouette_samples(X: Any, labels: Any) -> np.ndarray:
    """Return the silhouette of each sample, from -1 to 1: (n,). It is slow for large n: it computes n² distances.

    Raises ValueError if there is only one group, or one for each sample.

    >>> silhouette_samples([[1.0], [2.0], [9.0], [10.0]], [0, 0, 1, 1]).round(2)
    array([0.88, 0.87, 0.87, 0.88])
    """
    X = check_samples(X)
    groups, labels, counts = np.unique(labels, return_inverse=True, return_counts=True)
    n, k = len(X), len(groups)
    if len(labels) != n:
        raise ValueError(f"Found input variables with inconsistent numbers of samples: [{n}, {len(labels)}]")
    if not 2 <= k < n:
        raise ValueError(f"Number of labels is {k}. Valid values are 2 to n_samples - 1 (inclusive)")
    member = np.eye(k)[labels]  # (n, k), 1 where the sample is in the group
    silhouettes = np.empty(n)
    for rows in chunks(n, n):
        own = labels[rows, None]  # (r, 1)
        distances = np.sqrt(squared_distances(X[rows], X))  # (r, n)
        distances[range(len(own)), range(n)[rows]] = 0  # the distance from a sample to itself is exactly 0
        sums = distances @ member  # (r, k)
        to_own = np.take_along_axis(sums, own, axis=1)[:, 0] / (counts[own[:, 0]] - 1).clip(min=1)  # (r,)
        means = sums / counts
        np.put_along_axis(means, own, np.inf, axis=1)  # leave out the own group
        to_next = means.min(axis=1)  # (r,)
        larger = np.maximum(to_own, to_next)
        silhouettes[rows] = np.divide(to_next - to_own, larger, where=larger > 0, out=np.zeros(len(own)))
    silhouettes[counts[labels] == 1] = 0
    return silhouettes


def silhouette_score(X: Any, labels: Any, *, sample_size: int | None = None, random_state: Random = None) -> float:
    """Return the mean silhouette of all samples, or of `sample_size` random samples, which is much faster.

    >>> round(silhouette_score([[1.0], [2.0], [9.0], [10.0]], [0, 0, 1, 1]), 3)
    0.875
    """
    X, labels = check_samples(X), np.asarray(labels)
    if sample_size is not None:
        rows = as_generator(random_state).permutation(len(X))[:sample_size]
        X, labels = X[rows], labels[rows]
    return float(silhouette_samples(X, labels).mean())
