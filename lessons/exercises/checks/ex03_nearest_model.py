"""Which model is nearest?"""

import numpy as np

from . import compare, slow

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


def differences(X, centroids):
    """Subtract every centroid from every sample, in floats: (n, k, d)."""
    return X[:, None] * 1.0 - centroids


def right_distances(X, centroids):
    """Measure as the exercise asks."""
    return (differences(X, centroids) ** 2).sum(axis=2)


def right_labels(X, centroids):
    """Label as the exercise asks."""
    return right_distances(X, centroids).argmin(axis=1)


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


def in_type(small):
    """Measure pixels in numbers of a small type, which wrap around."""

    def version(X, centroids):
        if X.dtype != np.uint8:
            return right_distances(X, centroids)
        moves = X.astype(small)[:, None] - centroids.astype(small)
        return (moves**2).sum(axis=2, dtype=small if small == np.uint16 else None)

    return version


def wrapped(X, centroids):
    """Subtract bytes as they are."""
    return ((X[:, None] - centroids) ** 2).sum(axis=2)


def expanded(*, double=2.0, square_x=1.0, square_c=1.0):
    """Multiply out, x² - 2xc + c², with wrong factors."""

    def version(X, centroids):
        X, centroids = X * 1.0, centroids * 1.0
        products = double * X @ centroids.T
        return square_x * (X**2).sum(axis=1)[:, None] - products + square_c * (centroids**2).sum(axis=1)

    return version


def hold(function, cases, right, wrong):
    """Compare first without bytes, then with them: if only the second fails, the reason is their type."""
    others = {name: version for name, version in wrong.items() if "wrap" not in name}
    compare(function, [case for case in cases if case[0].dtype != np.uint8], right, others)
    compare(function, cases, right, wrong, otherwise=("bytes wrap around", WRAPPED))


MULTIPLIED_OUT = "(x - c)² multiplied out is x² - 2xc + c². "
WRONG_DISTANCES = {
    "root taken": (
        lambda X, centroids: np.sqrt(right_distances(X, centroids)),
        "This is the distance with its root taken. Leave the root out: *squared* distances are asked for, and "
        "the nearest is the nearest with or without it.",
    ),
    "not squared": (
        lambda X, centroids: np.abs(differences(X, centroids)).sum(axis=2),
        "The differences are added up without being squared. Square each one first: `differences ** 2`.",
    ),
    "signs cancel": (
        lambda X, centroids: differences(X, centroids).sum(axis=2) ** 2,
        "The differences are added up first and squared after. Then +3 and -3 make 0! Square each one, then sum.",
    ),
    "neither squared nor absolute": (
        lambda X, centroids: differences(X, centroids).sum(axis=2),
        "The differences are added up as they are, so +3 and -3 make 0. Square each one first: `differences ** 2`.",
    ),
    "largest difference": (
        lambda X, centroids: (differences(X, centroids) ** 2).max(axis=2),
        "This is the largest squared difference of each pair. Take their *sum* over the features.",
    ),
    "wrong axis": (
        lambda X, centroids: (differences(X, centroids) ** 2).sum(axis=1),
        "The sum goes over the wrong axis. The axes are (sample, centroid, feature): sum over the features, the "
        "last axis.",
    ),
    "not summed up": (
        lambda X, centroids: differences(X, centroids) ** 2,
        "The squares are not added up: this has a number for each feature. Sum over the features, the last axis.",
    ),
    "axis missing": (
        lambda X, centroids: (differences(X, centroids) ** 2).sum(),
        "sum() without an axis adds up everything to one number. Sum over the features only, the last axis.",
    ),
    "no new axis": (
        lambda X, centroids: ((X * 1.0 - centroids) ** 2).sum(axis=1),
        "Each sample is measured against one centroid only. Put an axis between, so that each meets all: "
        "X[:, None] - centroids.",
    ),
    "mean over features": (
        lambda X, centroids: (differences(X, centroids) ** 2).mean(axis=2),
        "This is the mean of the squared differences. A squared distance is their *sum*.",
    ),
    "rows and columns exchanged": (
        lambda X, centroids: right_distances(X, centroids).T,
        "Rows and columns are exchanged: a row for each *sample*, a column for each centroid.",
    ),
    "multiplied out without c²": (expanded(square_c=0), MULTIPLIED_OUT + "The c² is missing."),
    "multiplied out without x²": (expanded(square_x=0), MULTIPLIED_OUT + "The x² is missing."),
    "multiplied out without the 2": (expanded(double=1.0), MULTIPLIED_OUT + "The 2 is missing."),
    "multiplied out with +": (expanded(double=-2.0), MULTIPLIED_OUT + "The sign before 2xc is wrong."),
    "minus c²": (expanded(square_c=-1.0), MULTIPLIED_OUT + "The sign before c² is wrong."),
    "products only": (
        lambda X, centroids: X * 1.0 @ centroids.T,
        "This is the product of samples and centroids. Subtract them, square, and add up over the features.",
    ),
    "first feature only": (
        lambda X, centroids: differences(X, centroids)[..., 0] ** 2,
        "Only the first feature is measured. Samples have d features: add up the squares of all of them.",
    ),
    "three features": (
        lambda X, centroids: right_distances(X[:, :3], centroids[:, :3]),
        "Only three features are measured. Is the 3 written into your code? Take all that X has.",
    ),
    "two features": (
        lambda X, centroids: right_distances(X[:, :2], centroids[:, :2]),
        "Only two features are measured. Is the 2 written into your code? Take all that X has.",
    ),
    "last centroid left out": (
        lambda X, centroids: with_column(right_distances(X, centroids), -1, 0),
        "The distances to the last centroid are missing. `range(len(centroids))` takes all.",
    ),
    "bytes wrap around": (wrapped, WRAPPED),
    "int16 wraps around": (
        in_type(np.int16),
        "int16 is too small a type: 255² = 65025 is too large for it, and wraps around. Use float before you "
        "subtract.",
    ),
    "uint16 wraps around": (
        in_type(np.uint16),
        "uint16 numbers wrap around as uint8 numbers do: nothing is below 0 or above 65535, and such a sum is "
        "soon larger. Make floats of both arrays before you subtract: `X.astype(float)`.",
    ),
}


def with_column(table, column, value):
    """Set a column of a table."""
    table[:, column] = value
    return table


def check_squared_distances(answer, rng):
    """squared_distances measures every sample against every centroid"""
    hold(answer.squared_distances, cases(rng), right_distances, WRONG_DISTANCES)


WRONG_LABELS = {
    "largest for least": (
        lambda X, centroids: right_distances(X, centroids).argmax(axis=1),
        "Each sample got the *farthest* centroid: argmax finds the largest number. You want the least.",
    ),
    "wrong axis": (
        lambda X, centroids: right_distances(X, centroids).argmin(axis=0),
        "This finds the nearest sample to each centroid. Turn it around with the other axis: for each sample, "
        "the nearest centroid.",
    ),
    "axis missing": (
        lambda X, centroids: right_distances(X, centroids).argmin(),
        "argmin() without an axis finds one place in the whole table. Go along each row: argmin(axis=1).",
    ),
    "last of equals": (
        lambda X, centroids: len(centroids) - 1 - right_distances(X, centroids)[:, ::-1].argmin(axis=1),
        "If two centroids are equally near, a tie, the *lower* number is wanted. Do you compare with <= instead of "
        "<?",
    ),
    "labels from 1": (
        lambda X, centroids: right_labels(X, centroids) + 1,
        "Labels count from 0, as indices do: the first centroid has the label 0.",
    ),
    "distance for label": (
        lambda X, centroids: right_distances(X, centroids).min(axis=1),
        "These are the least distances, not their places. `argmin` says *where* the least number is.",
    ),
    "centroid for label": (
        lambda X, centroids: centroids[right_labels(X, centroids)],
        "These are the nearest centroids themselves. Their *numbers* are asked for: the labels.",
    ),
    "places in order for label": (
        lambda X, centroids: right_distances(X, centroids).argsort(axis=1),
        "argsort sorts all centroids for each sample. Only the nearest is wanted: argmin(axis=1).",
    ),
    "the distances themselves": (
        right_distances,
        "These are the distances, the whole table. For each row, the place of the least number is wanted: argmin.",
    ),
    "not squared": (
        lambda X, centroids: np.abs(differences(X, centroids)).sum(axis=2).argmin(axis=1),
        "The nearest centroid is found with differences that are not squared. Use your squared_distances.",
    ),
    "first feature only": (
        lambda X, centroids: np.abs(differences(X, centroids)[..., 0]).argmin(axis=1),
        "Only the first feature decides which centroid is nearest. Use your squared_distances.",
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
