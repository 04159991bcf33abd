"""Where k-means fails."""

import numpy as np

from . import compare, slow
from ._silhouette import WRONG, right, version

HINTS = (
    "Take the samples 1, 2 | 9, 10, and find a and b of the first on paper. Then do the same for one sample in "
    "NumPy. Write the loop over the samples last.",
    "For one sample: distances = np.sqrt(((X - X[sample]) ** 2).sum(axis=1)) are those to all samples, (n,). The "
    "mask own = labels == labels[sample] picks its own group. How many *others* are in the group? Not own.sum().",
    "a = distances[own].sum() / (own.sum() - 1): the distance to itself is 0, so it adds nothing. b is the smallest "
    "distances[labels == group].mean() of the other groups. The silhouette is (b - a) / max(a, b), or 0 if "
    "own.sum() is 1. At the end, take the mean of all.",
)


def groupings(rng, lone=False):
    """Draw different samples and their labels, from tiny to small; with lone, groups of one are among them."""
    drawn = []
    for n, k, d in [(4, 2, 1), (5, 2, 1), (5, 2, 2), (6, 3, 1), (7, 3, 2), (9, 4, 3), (12, 4, 2), (30, 5, 3)]:
        X = np.unique(rng.integers(0, 30 * n, (2 * n, d)), axis=0)
        X = rng.permutation(X)[:n] / 4
        numbers = np.repeat(np.arange(k), 2)
        if lone:
            numbers = np.concatenate([[0, *range(k)], rng.integers(0, k - 1, n - k - 1)])
        else:
            numbers = np.concatenate([numbers, rng.integers(0, k, n - 2 * k)])
        drawn.append((X, rng.permutation(numbers)))
    return drawn


def check_silhouette(answer, rng):
    """silhouette compares the sample's own group with the nearest other group"""
    compare(answer.silhouette, groupings(rng), right, WRONG)


WRONG_LONE = {
    "alone: 1": (
        version(lone=1.0),
        "A sample alone in its group got the silhouette 1. There is no other sample to compare it with, so it gets "
        "0.",
    ),
    "alone: nan": (
        version(lone=np.nan),
        "A sample alone in its group has no others: 0 / 0 gives nan, not a number. Then the mean is nan too. Give "
        "the sample the silhouette 0.",
    ),
    "alone: left out": (
        version(lone=np.nan, average=np.nanmean),
        "Samples alone in their group are left out of the mean. They count too, with the silhouette 0.",
    ),
    "alone: -1": (
        version(lone=-1.0),
        "A sample alone in its group got the silhouette -1. There is no other sample to compare it with, so it gets "
        "0.",
    ),
}


def check_lone(answer, rng):
    """a sample that is alone in its group gets 0"""
    compare(answer.silhouette, groupings(rng, lone=True), right, WRONG_LONE)


def check_gaps(answer, rng):
    """the labels may be any whole numbers, such as 3 and 7"""
    wrong = {
        "groups up to the largest label": (
            lambda X, labels: np.nan,
            "Here some numbers from 0 to the largest label have no members, so their mean is nan. Use only the "
            "groups that occur: np.unique(labels).",
        )
    }
    cases = [(X, labels * 4 + 3) for X, labels in groupings(rng)]
    compare(answer.silhouette, cases, right, wrong)


def remarks(answer, rng):
    """Say if a right answer is slow."""

    def make(n):
        return rng.normal(size=(n, 2)), np.arange(n) % 3

    idea = (
        "Your code goes through all pairs. One loop over the samples is fine. In it, measure the distances to all "
        "samples at once: np.sqrt(((X - X[sample]) ** 2).sum(axis=1))."
    )
    limits = {"rows": 60, "allowed": 60 * 60 / 3, "large": 2000, "power": 2}
    return [slow(answer.silhouette, make, idea, noun="samples", **limits)]
