"""The right `squared_distances` for exercise 3, and wrong versions of it."""

import numpy as np

WRAPPED = (
    "uint8 numbers go from 0 to 255, and wrap around at the ends: 3 - 5 is 254, and 200 + 100 is 44. Convert both "
    "arrays to floats before you subtract: `X.astype(float)`."
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


MULTIPLIED_OUT = "(x - c)² multiplied out is x² - 2xc + c². "
WRONG_DISTANCES = {
    "root taken": (
        lambda X, centroids: np.sqrt(right_distances(X, centroids)),
        "You took the root. Leave it out: the exercise asks for *squared* distances. The nearest centroid is the "
        "same with and without the root.",
    ),
    "not squared": (
        lambda X, centroids: np.abs(differences(X, centroids)).sum(axis=2),
        "You add up the differences without squaring them. Square each one first: `differences ** 2`.",
    ),
    "signs cancel": (
        lambda X, centroids: differences(X, centroids).sum(axis=2) ** 2,
        "You add up the differences first, and then square the sum. But +3 and -3 make 0! Square each one, then sum.",
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
        "You did not add up the squares: there is still a number for each feature. Sum over the features, the last "
        "axis.",
    ),
    "axis missing": (
        lambda X, centroids: (differences(X, centroids) ** 2).sum(),
        "sum() without an axis adds up everything to one number. Sum over the features only, the last axis.",
    ),
    "no new axis": (
        lambda X, centroids: ((X * 1.0 - centroids) ** 2).sum(axis=1),
        "You measure each sample to one centroid only. Add an axis, so that each sample is compared with all "
        "centroids: X[:, None] - centroids.",
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
        "Only three features are measured. Did you write 3 into your code? Use all features of X.",
    ),
    "two features": (
        lambda X, centroids: right_distances(X[:, :2], centroids[:, :2]),
        "Only two features are measured. Did you write 2 into your code? Use all features of X.",
    ),
    "last centroid left out": (
        lambda X, centroids: with_column(right_distances(X, centroids), -1, 0),
        "The distances to the last centroid are missing. `range(len(centroids))` takes all.",
    ),
    "bytes wrap around": (wrapped, WRAPPED),
    "int16 wraps around": (
        in_type(np.int16),
        "The type int16 is too small: 255² = 65025 does not fit, and wraps around. Convert to float before you "
        "subtract.",
    ),
    "uint16 wraps around": (
        in_type(np.uint16),
        "uint16 numbers wrap around like uint8 numbers: they go from 0 to 65535. Your sums and differences leave "
        "this range. Convert both arrays to floats before you subtract: `X.astype(float)`.",
    ),
}


def with_column(table, column, value):
    """Set a column of a table."""
    table[:, column] = value
    return table
