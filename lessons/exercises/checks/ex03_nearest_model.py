"""Which model is nearest?"""

import numpy as np

import kmeans_scratch

from . import compare, not_slow

HINTS = (
    "Take one sample and one centroid first: subtract, square, add up. Is your result one number?",
    "All at once: X[:, None] is (n, 1, d), and minus centroids it is (n, k, d). Sum over the last axis. For uint8, "
    "go to float before you subtract.",
    "assign is one line: squared_distances(X, centroids) has a row for each sample, and .argmin(axis=1) finds the "
    "column of the least number in each row, the first if there are two.",
)

WRAPPED = (
    "uint8 numbers wrap around: 3 - 5 is 254, because there is nothing below 0, and 200 + 100 is 44, because there "
    "is nothing above 255. Make floats of both arrays before you subtract: `X.astype(float)`."
)


def right_labels(X, centroids):
    """Label as the package does, for whole numbers of any type."""
    return kmeans_scratch.assign(X.astype(float), centroids).astype(int)


def right_distances(X, centroids):
    """Measure as the package does, for whole numbers of any type."""
    return kmeans_scratch.squared_distances(X.astype(float), centroids)


def cases(rng):
    """Draw samples and centroids, whole numbers with ties among them, from tiny to small; some are pixels."""
    drawn = [(np.array([[2.0, 1.0], [9.0, 5.0]]), np.array([[1.0, 3.0], [5.0, 2.0]]))]  # with one feature a root
    # taken and a square left out look the same
    for n, k, d in [(2, 2, 1), (2, 2, 2), (3, 2, 2), (3, 3, 1), (5, 4, 2), (9, 3, 3), (40, 6, 4), (9, 12, 3)]:
        drawn.append((rng.integers(-9, 10, (n, d)) * 1.0, rng.integers(-9, 10, (k, d)) * 1.0))
        drawn.append((rng.integers(0, 256, (n, d), np.uint8), rng.integers(0, 256, (k, d), np.uint8)))
    middle, step = rng.integers(-9, 10), rng.integers(1, 9)
    drawn.insert(2, (np.array([[middle], [middle + step]]), np.array([[middle + step], [middle - step]])))  # a tie
    return drawn


def wrapped(X, centroids):
    """Subtract bytes as they are."""
    return ((X[:, None] - centroids) ** 2).sum(axis=2)


def hold(function, cases, right, wrong):
    """Compare first without bytes, then with them: what goes wrong only then has to do with their type."""
    others = {name: version for name, version in wrong.items() if "wrap" not in name}
    compare(function, [case for case in cases if case[0].dtype != np.uint8], right, others)
    compare(function, cases, right, wrong, otherwise=WRAPPED)


def check_squared_distances(answer, rng):
    """squared_distances measures every sample against every centroid"""
    wrong = {
        "root taken": (
            lambda X, centroids: np.sqrt(right_distances(X, centroids)),
            "This is the distance with its root taken. Leave the root out: *squared* distances are asked for, and "
            "the nearest is the nearest with or without it.",
        ),
        "not squared": (
            lambda X, centroids: np.abs(X[:, None] * 1.0 - centroids).sum(axis=2),
            "The differences are added up without being squared. Square each one first: `differences ** 2`.",
        ),
        "signs cancel": (
            lambda X, centroids: (X[:, None] * 1.0 - centroids).sum(axis=2) ** 2,
            "The differences are added up first and squared after. Then +3 and -3 make 0! Square each one, then sum.",
        ),
        "wrong axis": (
            lambda X, centroids: ((X[:, None] * 1.0 - centroids) ** 2).sum(axis=1),
            "The sum goes over the wrong axis. The axes are (sample, centroid, feature): sum over the features, the "
            "last axis.",
        ),
        "no new axis": (
            lambda X, centroids: ((X * 1.0 - centroids) ** 2).sum(axis=1),
            "Each sample is measured against one centroid only. Put an axis between, so that each meets all: "
            "X[:, None] - centroids.",
        ),
        "mean over features": (
            lambda X, centroids: ((X[:, None] * 1.0 - centroids) ** 2).mean(axis=2),
            "This is the mean of the squared differences. A squared distance is their *sum*.",
        ),
        "turned": (
            lambda X, centroids: right_distances(X, centroids).T,
            "Rows and columns are exchanged: a row for each *sample*, a column for each centroid.",
        ),
        "uint8 wrap": (wrapped, WRAPPED),
        "uint8 wrap of the square": (
            lambda X, centroids: ((X.astype(np.int16)[:, None] - centroids.astype(np.int16)) ** 2).sum(axis=2),
            "The numbers are too small a type: 255² = 65025 is too large for int16. Use float before you subtract.",
        ),
        "uint16 wrap": (
            lambda X, centroids: ((X.astype(np.uint16)[:, None] - centroids.astype(np.uint16)) ** 2).sum(
                axis=2, dtype=np.uint16
            ),
            "uint16 numbers wrap around as uint8 numbers do: nothing is below 0 or above 65535, and such a sum is "
            "soon larger. Make floats of both arrays before you subtract: `X.astype(float)`.",
        ),
        "first feature only": (
            lambda X, centroids: (X[:, None, 0] * 1.0 - centroids[:, 0]) ** 2,
            "Only the first feature is measured. Samples have d features: add up the squares of all of them.",
        ),
        "three features": (
            lambda X, centroids: right_distances(X[:, :3], centroids[:, :3]),
            "Only three features are measured. Is the 3 written into your code? Take all that X has.",
        ),
    }
    hold(answer.squared_distances, cases(rng), right_distances, wrong)


def check_assign(answer, rng):
    """assign gives each sample its nearest centroid"""
    wrong = {
        "argmax for argmin": (
            lambda X, centroids: right_distances(X, centroids).argmax(axis=1),
            "Each sample got the *farthest* centroid: argmax finds the largest number. You want the least.",
        ),
        "wrong axis": (
            lambda X, centroids: right_distances(X, centroids).argmin(axis=0),
            "This finds the nearest sample to each centroid. Turn it around with the other axis: for each sample, "
            "the nearest centroid.",
        ),
        "last of equals": (
            lambda X, centroids: len(centroids) - 1 - right_distances(X, centroids)[:, ::-1].argmin(axis=1),
            "Where two centroids are equally near, a tie, the *lower* number is asked for. Do you compare with <= "
            "where < is meant?",
        ),
        "from 1": (
            lambda X, centroids: right_labels(X, centroids) + 1,
            "Labels count from 0, as indices do: the first centroid has the label 0.",
        ),
        "the distance itself": (
            lambda X, centroids: right_distances(X, centroids).min(axis=1),
            "These are the least distances, not their places. `argmin` says *where* the least number is.",
        ),
        "the centroid itself": (
            lambda X, centroids: centroids[right_labels(X, centroids)],
            "These are the nearest centroids themselves. Their *numbers* are asked for: the labels.",
        ),
        "uint8 wrap": (lambda X, centroids: wrapped(X, centroids).argmin(axis=1), WRAPPED),
    }
    hold(answer.assign, cases(rng), right_labels, wrong)


def check_speed(answer, rng):
    """both work on all pixels at once"""

    def make(n):
        return rng.integers(0, 256, (n, 3), np.uint8), rng.integers(0, 256, (5, 3)) * 1.0

    idea = "Let NumPy do all rows in one go: X[:, None] - centroids subtracts everything from everything."
    not_slow(answer.squared_distances, make, idea)
    not_slow(answer.assign, make, idea)
