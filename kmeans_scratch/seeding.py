"""The first pick: which samples become the first centroids.

Lloyd's algorithm ends in whatever valley it starts above, so a good start is half the work. Picking k samples
by lot often takes two from one crowd and none from another. *k-means++* picks them one by one and prefers
samples far from all that were picked before: the chance of a sample is proportional to D², its squared distance
to the nearest pick. The *greedy* form draws a few candidates each time and keeps the one that leaves the least
D² in all.

Source: D. Arthur and S. Vassilvitskii, "k-means++: the advantages of careful seeding", SODA 2007.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import log

import numpy as np

from .lloyd import Array, squared_distances

Random = int | None | np.random.Generator | np.random.RandomState


def random_centroids(
    X: Array, n_clusters: int, *, sample_weight: Array | None = None, random_state: Random = None
) -> tuple[Array, Array]:
    """Pick k samples by lot, none twice: the centroids (k, d) and their row numbers (k,).

    The chance of a sample is proportional to its weight. Where fewer than k samples weigh anything, these are
    taken again from the first on.

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
    """One pick of k-means++: who had which chance, who was drawn, and who was kept."""

    index: int  #: the row number of the new centroid
    candidates: Array  #: (n_trials,), the row numbers that were drawn, the new centroid's among them
    potentials: Array  #: (n_trials,), what D² would add up to over all samples with each candidate kept
    chances: Array  #: (n,), the chance of each sample to be drawn: its weight times its D², over their sum


def kmeans_plusplus_picks(
    X: Array,
    n_clusters: int,
    *,
    sample_weight: Array | None = None,
    random_state: Random = None,
    n_local_trials: int | None = None,
) -> Iterator[Pick]:
    """Pick centroids by k-means++, one at a time, so that each can be looked at; see `kmeans_plusplus`.

    >>> X = np.array([[0.0], [1.0], [9.0]])
    >>> for pick in kmeans_plusplus_picks(X, 2, random_state=0):
    ...     print(pick.index, pick.chances.round(2), pick.candidates, pick.potentials)
    1 [0.33 0.33 0.33] [1] [65.]
    2 [0.02 0.   0.98] [2 2] [1. 1.]
    """
    rng = as_generator(random_state)
    weight = np.ones(len(X)) if sample_weight is None else sample_weight
    D2, chances, n_trials = np.inf, weight, 1  # the first pick is a single draw, by weight alone
    for _ in range(n_clusters):
        chances = chances / chances.sum()
        candidates = rng.choice(len(X), size=n_trials, p=chances)
        D2_with = [np.minimum(D2, squared_distances(X, X[[row]])[:, 0]) for row in candidates]  # each (n,)
        potentials = np.array([(weight * D2).sum() for D2 in D2_with])
        best = potentials.argmin()
        yield Pick(int(candidates[best]), candidates, potentials, chances)
        D2, n_trials = D2_with[best], n_local_trials or 2 + int(log(n_clusters))
        chances = weight * D2
        if not chances.any():  # each sample is a pick, or the twin of one
            chances = weight


def kmeans_plusplus(
    X: Array,
    n_clusters: int,
    *,
    sample_weight: Array | None = None,
    random_state: Random = None,
    n_local_trials: int | None = None,
) -> tuple[Array, Array]:
    """Pick k centroids by greedy k-means++: the centroids (k, d) and their row numbers (k,).

    `n_local_trials` candidates are drawn for each pick after the first: 2 + int(log(k)) if None; 1 is the
    paper's k-means++.

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
    """Make a random generator from a seed or from either of NumPy's kinds of generator; ValueError from another."""
    if isinstance(random_state, np.random.RandomState):
        random_state = random_state._bit_generator  # which NumPy before 2.2 does not take out by itself
    try:
        return np.random.default_rng(random_state)
    except (TypeError, ValueError):
        raise ValueError(
            "The 'random_state' parameter must be a whole number from 0 on, a Generator, a RandomState or None. "
            f"Got {random_state!r} instead."
        ) from None
