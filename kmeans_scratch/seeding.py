"""Seeding: which samples become the first centroids.

Lloyd's algorithm only goes downhill, to the nearest local minimum of the inertia. So a good start is half the work.
If k samples are picked at random, two of them often come from one dense group, and none from another. *k-means++*
picks them one by one, and prefers samples far from the earlier picks: the probability of a sample is proportional to
D², its squared distance to the nearest pick. The *greedy* form draws a few candidates for each pick and keeps the one
that leaves the smallest sum of D².

Source: D. Arthur and S. Vassilvitskii, "k-means++: the advantages of careful seeding", SODA 2007.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import log

import numpy as np

from .lloyd import squared_distances

Random = int | None | np.random.Generator | np.random.RandomState


def random_centroids(
    X: np.ndarray, n_clusters: int, *, sample_weight: np.ndarray | None = None, random_state: Random = None
) -> tuple[np.ndarray, np.ndarray]:
    """Pick k different samples at random: return the centroids (k, d) and their row numbers (k,).

    The probability of a sample is proportional to its weight. If fewer than k samples have a weight above 0, they are
    repeated from the first one on.

    >>> centroids, indices = random_centroids(np.eye(4), 2, random_state=0)
    >>> centroids
    array([[0., 0., 1., 0.],
           [0., 1., 0., 0.]])
    >>> indices
    array([2, 1])
    """
    rng = as_generator(random_state)
    weight = np.ones(len(X)) if sample_weight is None else sample_weight
    n_distinct = min(n_clusters, np.count_nonzero(weight))
    indices = rng.choice(len(X), size=n_distinct, replace=False, p=weight / weight.sum())
    indices = np.resize(indices, n_clusters)  # (k,)
    return X[indices] * 1.0, indices


@dataclass(frozen=True, eq=False)
class Pick:
    """One pick of k-means++: the probabilities, the candidates that were drawn, and the one that was kept."""

    index: int  #: the row number of the new centroid
    candidates: np.ndarray  #: (n_trials,), the row numbers that were drawn; `index` is one of them
    potentials: np.ndarray  #: (n_trials,), for each candidate, the sum of D² over all samples if it is kept
    probabilities: np.ndarray  #: (n,), of drawing each sample: its weight times its D², divided by their sum


def kmeans_plusplus_picks(
    X: np.ndarray,
    n_clusters: int,
    *,
    sample_weight: np.ndarray | None = None,
    random_state: Random = None,
    n_local_trials: int | None = None,
) -> Iterator[Pick]:
    """Pick centroids by k-means++, and yield the picks one at a time; see `kmeans_plusplus`.

    >>> X = np.array([[0.0], [1.0], [9.0]])
    >>> for pick in kmeans_plusplus_picks(X, 2, random_state=0):
    ...     print(pick.index, pick.probabilities.round(2), pick.candidates, pick.potentials)
    1 [0.33 0.33 0.33] [1] [65.]
    2 [0.02 0.   0.98] [2 2] [1. 1.]
    """
    rng = as_generator(random_state)
    weight = np.ones(len(X)) if sample_weight is None else sample_weight
    n_trials = n_local_trials or 2 + int(log(n_clusters))

    probabilities = weight / weight.sum()  # of the first pick: by weight alone
    candidates = rng.choice(len(X), size=1, p=probabilities)
    D2 = squared_distances(X, X[candidates])[:, 0]  # (n,)
    yield Pick(int(candidates[0]), candidates, np.array([(weight * D2).sum()]), probabilities)

    for _ in range(n_clusters - 1):
        scores = weight * D2
        if not scores.any():  # every sample equals a pick
            scores = weight
        probabilities = scores / scores.sum()
        candidates = rng.choice(len(X), size=n_trials, p=probabilities)
        lowered = [np.minimum(D2, squared_distances(X, X[[row]])[:, 0]) for row in candidates]  # each (n,)
        potentials = np.array([(weight * distances).sum() for distances in lowered])
        best = potentials.argmin()
        D2 = lowered[best]
        yield Pick(int(candidates[best]), candidates, potentials, probabilities)


def kmeans_plusplus(
    X: np.ndarray,
    n_clusters: int,
    *,
    sample_weight: np.ndarray | None = None,
    random_state: Random = None,
    n_local_trials: int | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Pick k centroids by greedy k-means++: return the centroids (k, d) and their row numbers (k,).

    `n_local_trials` candidates are drawn for each pick after the first: 2 + int(log(k)) if it is None. With 1 it is
    the k-means++ of the paper.

    >>> centroids, indices = kmeans_plusplus(np.array([[0.0], [1.0], [9.0]]), 2, random_state=0)
    >>> centroids
    array([[1.],
           [9.]])
    >>> indices
    array([1, 2])
    """
    picks = kmeans_plusplus_picks(
        X, n_clusters, sample_weight=sample_weight, random_state=random_state, n_local_trials=n_local_trials
    )
    indices = np.array([pick.index for pick in picks])
    return X[indices] * 1.0, indices


def as_generator(random_state: Random) -> np.random.Generator:
    """Return a generator made from a seed, a Generator or a RandomState. Raises ValueError for anything else."""
    if isinstance(random_state, np.random.RandomState):
        random_state = random_state._bit_generator  # NumPy before 2.2 does not do this by itself
    try:
        return np.random.default_rng(random_state)
    except (TypeError, ValueError):
        raise ValueError(
            "The 'random_state' parameter must be a whole number from 0 on, a Generator, a RandomState or None. "
            f"Got {random_state!r} instead."
        ) from None
