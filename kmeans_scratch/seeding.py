"""Seeding: which samples become the first centroids.

Lloyd's algorithm finds a local minimum of the inertia. The first centroids decide which one.
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

from .fast.columns import Columns

Random = int | None | np.random.Generator | np.random.RandomState


def random_centroids(
    X: np.ndarray, n_clusters: int, *, sample_weight: np.ndarray | None = None, random_state: Random = None
) -> tuple[np.ndarray, np.ndarray]:
    """Pick k different samples at random: return the centroids (k, d) and their row numbers (k,).

    The probability of a sample is proportional to its weight. Duplicates count as one sample with the sum of their
    weights. If fewer than k distinct samples have a weight above 0, the picks are repeated in the same order.

    >>> centroids, indices = random_centroids(np.eye(4), 2, random_state=0)
    >>> centroids
    array([[0., 1., 0., 0.],
           [0., 0., 1., 0.]])
    >>> indices
    array([1, 2])
    """
    rng = as_generator(random_state)
    weight = np.ones(len(X)) if sample_weight is None else sample_weight
    order = canonical_order(X)
    in_order = X[order]
    new = np.append(True, (in_order[1:] != in_order[:-1]).any(axis=1))  # (n,), True for the first duplicate
    starts = np.flatnonzero(new)  # (m,)
    weights = np.add.reduceat(weight[order], starts)  # (m,)
    size = min(n_clusters, int(np.count_nonzero(weights)))
    chosen = rng.choice(len(starts), size=size, replace=False, p=weights / weights.sum())
    indices = np.resize(order[starts[chosen]], n_clusters)  # (k,)
    return X[indices] * 1.0, indices


@dataclass(frozen=True, eq=False)
class Pick:
    """One pick of k-means++: the probabilities, the candidates that were drawn, and the one that was kept."""

    index: int  #: the row number of the new centroid
    candidates: np.ndarray  #: (n_trials,), the row numbers that were drawn; `index` is one of them
    potentials: np.ndarray  #: (n_trials,), for each candidate, the sum of D² over all samples if it is kept
    probabilities: np.ndarray  #: (n,), the weight of each sample times its D², divided by the sum of these products


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
    weight = np.broadcast_to(1.0, len(X)) if sample_weight is None else sample_weight  # (n,)
    n_trials = n_local_trials or 2 + int(log(n_clusters))
    order, columns = canonical_order(X), Columns(X)

    probabilities = weight / weight.sum()  # of the first pick: by weight alone
    candidates = draw(probabilities, 1, rng, order)
    D2 = columns.lower(candidates, np.full(len(X), np.inf))[0].copy()  # (n,)
    yield Pick(int(candidates[0]), candidates, np.array([np.sum(weight * D2)]), probabilities)

    for _ in range(n_clusters - 1):
        scores = D2 if sample_weight is None else weight * D2
        if not scores.any():  # every sample equals a pick
            scores = weight
        probabilities = scores / scores.sum()
        candidates = draw(probabilities, n_trials, rng, order)
        lowered = columns.lower(candidates, D2)  # (n_trials, n): what D² becomes with each candidate
        potentials = np.array([np.sum(each if sample_weight is None else weight * each) for each in lowered])
        best = potentials.argmin()
        D2[:] = lowered[best]
        yield Pick(int(candidates[best]), candidates, potentials, probabilities)


def draw(probabilities: np.ndarray, size: int, rng: np.random.Generator, order: np.ndarray) -> np.ndarray:
    """Draw `size` row numbers with these probabilities (n,), as `rng.choice` does. `order` is the order of the rows.

    The probabilities, laid end to end, cut the line from 0 to 1 into pieces. A random number falls into a piece with
    a probability equal to its length.

    >>> draw(np.array([0.25, 0.0, 0.75]), 5, np.random.default_rng(0), order=np.array([0, 1, 2]))
    array([2, 2, 0, 0, 2])
    """
    ends = probabilities[order].cumsum()
    ends /= ends[-1]
    return order[ends.searchsorted(rng.random(size), side="right")]


def canonical_order(X: np.ndarray) -> np.ndarray:
    """Return the row numbers of the sorted samples, (n,). Samples are compared as lists are: feature by feature.

    The random draws use this order. So the same seed picks the same samples, even if the rows come in another order,
    or if duplicates become one sample with a weight.

    >>> canonical_order(np.array([[2.0, 1.0], [0.0, 9.0], [2.0, 0.0]]))
    array([1, 2, 0])
    """
    equal = np.ones(len(X) - 1, dtype=bool)
    for x in X.T:
        if (equal & (x[:-1] > x[1:])).any():
            break
        equal &= x[:-1] == x[1:]
    else:
        return np.arange(len(X))  # counted colours are in order already
    first = X[:, 0].copy()
    order = first.argsort()
    first = first[order]
    equal = first[:-1] == first[1:]
    tied = np.flatnonzero(np.append(equal, False) | np.append(False, equal))  # only these need the other features
    order[tied] = order[tied][np.lexsort(X[order[tied]].T[::-1])]
    return order


def kmeans_plusplus(
    X: np.ndarray,
    n_clusters: int,
    *,
    sample_weight: np.ndarray | None = None,
    random_state: Random = None,
    n_local_trials: int | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Pick k centroids by greedy k-means++: return the centroids (k, d) and their row numbers (k,).

    For each pick after the first, `n_local_trials` candidates are drawn. None means 2 + int(log(k)). With 1, this is
    the k-means++ of the paper. `KMeans` passes a `lower` that is faster for large data.

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
        return np.random.Generator(random_state._bit_generator)  # shares its state
    try:
        return np.random.default_rng(random_state)
    except (TypeError, ValueError):
        raise ValueError(
            "The 'random_state' parameter must be a whole number >= 0, a Generator, a RandomState or None. "
            f"Got {random_state!r} instead."
        ) from None
