"""New models."""

import numpy as np

from . import LEFT_ALONE, compare, slow
from ._lloyd import hold_lloyd
from ._relocate import WRONG_RELOCATIONS, relocations, right_relocation, to_all, to_own
from ._update import WRONG_UPDATE, means

HINTS = (
    "One function at a time, and one group at a time: X[labels == group] are the samples of a group. What do you do "
    "if there are none?",
    "update: mean(axis=0) takes the mean over the rows, and keeps the features. inertia: centroids[labels] is (n, "
    "d): it has for each sample its own centroid. relocate_empty: np.bincount(labels, minlength=k) counts, "
    "np.argsort sorts distances.",
    "lloyd: history = [(centroids, assign(X, centroids))]; then `for _ in range(max_iter):` relocate_empty, update, "
    "assign, history.append((centroids, labels)); and `break` if no label changed or ((new - old) ** 2).sum() <= "
    "tol.",
)

# update: see _update.py


def groupings(rng):
    """Draw samples, labels and centroids, from tiny to small; groups may be empty, the last one too."""
    first = np.array([[1.0, 2.5], [4.0, 0.0], [7.0, 1.0]]), np.array([0, 0, 1]), np.array([[0.5, 0.0], [9.0, 9.0]])
    last_empty = first[0], first[1], np.array([[0.5, 0.0], [9.0, 9.0], [5.0, 5.0]])
    drawn = [first, last_empty]
    for n, k, d in [(2, 1, 1), (3, 2, 1), (3, 2, 2), (4, 3, 2), (5, 3, 3), (7, 5, 2), (40, 6, 3), (9, 4, 5)]:
        for dtype, low, high in [(float, -20, 21), (int, -20, 21), (np.uint8, 0, 256)]:
            labels = rng.integers(0, max(1, k - rng.integers(0, 2)), n)
            X, centroids = (rng.integers(low, high, (rows, d)).astype(dtype) for rows in (n, k))
            drawn.append((X / 4, labels, centroids / 2) if dtype is float else (X, labels, centroids))
    return drawn


def check_update(answer, rng):
    """update moves each centroid to the mean of its group"""
    compare(answer.update, groupings(rng), means, WRONG_UPDATE, partly=LEFT_ALONE)


# inertia


def right_inertia(X, labels, centroids):
    """Add up the squared distances."""
    return to_own(X, labels, centroids).sum()


WRONG_INERTIA = {
    "to the means": (
        lambda X, labels, centroids: to_own(X, labels, means(X, labels, centroids)).sum(),
        "You measure to the means of the groups. Measure to the given centroids: they are not always the means.",
    ),
    "nearest, not own": (
        lambda X, labels, centroids: to_all(X, centroids).min(axis=1).sum(),
        "Each sample is measured to the *nearest* centroid. Measure it to the centroid of its own group: "
        "centroids[labels].",
    ),
    "all centroids": (
        lambda X, labels, centroids: to_all(X, centroids).sum(),
        "Each sample is measured to all centroids. Measure it only to the centroid of its own group: "
        "centroids[labels].",
    ),
    "roots taken": (
        lambda X, labels, centroids: np.sqrt(to_own(X, labels, centroids)).sum(),
        "You add up the distances. Inertia is the sum of the *squared* distances: leave out the root.",
    ),
    "root of the sum": (
        lambda X, labels, centroids: np.sqrt(right_inertia(X, labels, centroids)),
        "You took the root of the sum. Leave it out: inertia is the sum of the *squared* distances.",
    ),
    "mean for sum": (
        lambda X, labels, centroids: to_own(X, labels, centroids).mean(),
        "This is the mean over the samples. Inertia is the *sum*.",
    ),
    "mean of all numbers": (
        lambda X, labels, centroids: ((X - centroids[labels] * 1.0) ** 2).mean(),
        "This is a mean. Inertia is the *sum*.",
    ),
    "divided by k": (
        lambda X, labels, centroids: right_inertia(X, labels, centroids) / len(centroids),
        "The sum is divided by the number of groups. Inertia is the *sum*: do not divide.",
    ),
    "not squared": (
        lambda X, labels, centroids: np.abs(X - centroids[labels] * 1.0).sum(),
        "You add up the differences without squaring them. Square each one first.",
    ),
    "signs cancel in each sample": (
        lambda X, labels, centroids: ((X - centroids[labels] * 1.0).sum(axis=1) ** 2).sum(),
        "You add up the differences of a sample first, and then square the sum. But +3 and -3 make 0! Square each "
        "one first.",
    ),
    "a number for each group": (
        lambda X, labels, centroids: np.bincount(labels, to_own(X, labels, centroids), len(centroids)),
        "This has a number for each group. Inertia is one number: the sum of all of them.",
    ),
    "signs cancel": (
        lambda X, labels, centroids: (X - centroids[labels] * 1.0).sum() ** 2,
        "You add up the differences first, and then square the sum. But +3 and -3 make 0! Square each one, then sum.",
    ),
    "largest for sum": (
        lambda X, labels, centroids: to_own(X, labels, centroids).max(),
        "This is the largest squared distance. Inertia is the *sum* of all of them.",
    ),
    "to the first centroid": (
        lambda X, labels, centroids: to_own(X, labels * 0, centroids).sum(),
        "Each sample is measured to the first centroid. Measure it to the centroid of its own group: "
        "centroids[labels].",
    ),
    "not summed up": (
        to_own,
        "This has a number for each sample. Inertia is one number: the sum of all of them.",
    ),
    "first group only": (
        lambda X, labels, centroids: to_own(X, labels, centroids)[labels == 0].sum(),
        "Only the first group is added up. Is `return` inside the loop? Move it to the left.",
    ),
    "last group only": (
        lambda X, labels, centroids: to_own(X, labels, centroids)[labels == len(centroids) - 1].sum(),
        "Only the last group counts: its sum overwrites the earlier sums. Add them up: `total += ...`.",
    ),
    "bytes wrap around": (
        lambda X, labels, centroids: ((X - centroids[labels]) ** 2).sum(),
        "uint8 numbers wrap around: 3 - 5 is 254. Convert to floats before you subtract: X.astype(float).",
    ),
}


def check_inertia(answer, rng):
    """inertia adds up the squared distances of the samples to their own centroids"""
    compare(answer.inertia, groupings(rng), right_inertia, WRONG_INERTIA)


# relocate_empty and lloyd: see _relocate.py and _lloyd.py


def check_relocate_empty(answer, rng):
    """relocate_empty gives each empty group the sample farthest from its centroid"""
    compare(answer.relocate_empty, relocations(rng), right_relocation, WRONG_RELOCATIONS)


def check_lloyd(answer, rng):
    """lloyd runs k-means to the end, and keeps every iteration"""
    hold_lloyd(answer.lloyd, rng)


def remarks(answer, rng):
    """Say if a right answer is slow."""

    def make(n):
        return rng.integers(0, 256, (n, 3)) * 1.0, rng.integers(0, 5, n), np.zeros((5, 3))

    idea = (
        "Go through the k groups, not through the samples: X[labels == group] takes all samples of a group at once."
    )
    remark = slow(answer.update, make, idea, noun="samples")
    idea = "centroids[labels] has a row for each sample: subtract it from X, square, and add up, without a loop."
    return [remark or slow(answer.inertia, make, idea, noun="samples")]
