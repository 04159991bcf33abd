"""Which model is nearest?"""

import numpy as np

from . import compare, slow
from ._distances import WRAPPED, WRONG_DISTANCES, differences, right_distances, right_labels, wrapped

HINTS = (
    "Take one sample and one centroid first: subtract, square, add up. Is your result one number?",
    "All at once: X[:, None] is (n, 1, d), and X[:, None] - centroids is (n, k, d). Sum over the last axis. Convert "
    "uint8 to float before you subtract.",
    "assign is one line: squared_distances(X, centroids) has a row for each sample, and .argmin(axis=1) finds the "
    "column of the smallest number in each row. If there are two, it finds the first.",
)


def cases(rng):
    """Draw samples and centroids, with fractions and ties among them, from tiny to small; some are pixels."""
    drawn = [(np.array([[2.0, 1.0], [9.0, 5.0]]), np.array([[1.0, 3.0], [5.0, 2.0]]))]  # with one feature a root
    # taken and a square left out look the same
    for n, k, d in [(2, 2, 1), (2, 2, 2), (3, 2, 2), (3, 3, 1), (5, 4, 2), (9, 3, 3), (40, 6, 4), (9, 12, 3)]:
        drawn.append((rng.integers(-9, 10, (n, d)) * 1.0, rng.integers(-9, 10, (k, d)) * 1.0))
        drawn.append((rng.integers(-20, 20, (n, d)) / 4, rng.integers(-9, 10, (k, d)) / 2))
        drawn.append((rng.integers(0, 256, (n, d), np.uint8), rng.integers(0, 256, (k, d), np.uint8)))
        drawn.append((rng.integers(0, 256, (n, d), np.uint8), rng.integers(0, 511, (k, d)) / 2))
    middle, step = rng.integers(-9, 10), rng.integers(1, 9)
    drawn.insert(2, (np.array([[middle], [middle + step]]), np.array([[middle + step], [middle - step]])))  # a tie
    return drawn


def hold(function, cases, right, wrong):
    """Compare first without bytes, then with them: if only the second fails, the reason is their type."""
    others = {name: version for name, version in wrong.items() if "wrap" not in name}
    compare(function, [case for case in cases if case[0].dtype != np.uint8], right, others)
    compare(function, cases, right, wrong, otherwise=("bytes wrap around", WRAPPED))


def check_squared_distances(answer, rng):
    """squared_distances measures the distance of every sample to every centroid"""
    hold(answer.squared_distances, cases(rng), right_distances, WRONG_DISTANCES)


WRONG_LABELS = {
    "largest for least": (
        lambda X, centroids: right_distances(X, centroids).argmax(axis=1),
        "Each sample got the *farthest* centroid: argmax finds the largest number. You need the smallest: argmin.",
    ),
    "wrong axis": (
        lambda X, centroids: right_distances(X, centroids).argmin(axis=0),
        "This finds the nearest sample to each centroid. Use the other axis: find the nearest centroid of each "
        "sample.",
    ),
    "axis missing": (
        lambda X, centroids: right_distances(X, centroids).argmin(),
        "argmin() without an axis finds one position in the whole table. argmin(axis=1) searches each row.",
    ),
    "last of equals": (
        lambda X, centroids: len(centroids) - 1 - right_distances(X, centroids)[:, ::-1].argmin(axis=1),
        "Two centroids are equally near: this is a tie. Take the *lower* number. Do you compare with <= instead of "
        "<?",
    ),
    "labels from 1": (
        lambda X, centroids: right_labels(X, centroids) + 1,
        "Labels begin with 0, like indices: the first centroid has the label 0.",
    ),
    "distance for label": (
        lambda X, centroids: right_distances(X, centroids).min(axis=1),
        "These are the smallest distances, not their positions. `argmin` finds the position of the smallest number.",
    ),
    "centroid for label": (
        lambda X, centroids: centroids[right_labels(X, centroids)],
        "These are the nearest centroids themselves. Return their *numbers*: the labels.",
    ),
    "a table for labels": (
        lambda X, centroids: right_distances(X, centroids) == right_distances(X, centroids).min(axis=1)[:, None],
        "This is a table with True or 1 at the nearest centroid. Return the number of this centroid: argmin(axis=1).",
    ),
    "places in order for label": (
        lambda X, centroids: right_distances(X, centroids).argsort(axis=1),
        "argsort sorts all centroids for each sample. You need only the nearest: argmin(axis=1).",
    ),
    "the distances themselves": (
        right_distances,
        "This is the whole table of distances. You need the position of the smallest number in each row: argmin.",
    ),
    "not squared": (
        lambda X, centroids: np.abs(differences(X, centroids)).sum(axis=2).argmin(axis=1),
        "The nearest centroid is found with differences that are not squared. Use your squared_distances.",
    ),
    "first feature only": (
        lambda X, centroids: np.abs(differences(X, centroids)[..., 0]).argmin(axis=1),
        "Only the first feature decides which centroid is nearest. Use your squared_distances.",
    ),
    "two centroids": (
        lambda X, centroids: right_labels(X, centroids[:2]),
        "Only the first two centroids get samples. Is the 2 written into your code? Take all len(centroids).",
    ),
    "first centroid left out": (
        lambda X, centroids: right_labels(X, centroids[1:]) + 1 if len(centroids) > 1 else right_labels(X, centroids),
        "No sample ever gets the first centroid. Counting begins with 0.",
    ),
    "last centroid left out": (
        lambda X, centroids: right_labels(X, centroids[:-1]),
        "No sample ever gets the last centroid. `range(len(centroids))` takes all.",
    ),
    "bytes wrap around": (lambda X, centroids: wrapped(X, centroids).argmin(axis=1), WRAPPED),
}


def check_assign(answer, rng):
    """assign gives each sample its nearest centroid"""
    hold(answer.assign, cases(rng), right_labels, WRONG_LABELS)


def remarks(answer, rng):
    """Say if a right answer is slow."""

    def make(n):
        return rng.integers(0, 256, (n, 3), np.uint8), rng.integers(0, 256, (5, 3)) * 1.0

    idea = "Let NumPy do all rows at once: X[:, None] - centroids subtracts every centroid from every sample."
    remark = slow(answer.squared_distances, make, idea)
    return [remark or slow(answer.assign, make, idea)]
