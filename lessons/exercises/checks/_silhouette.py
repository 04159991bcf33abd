"""The right silhouette for exercise 9, and wrong versions of it."""

import numpy as np

from . import combine


def version(
    distance=lambda difference: np.sqrt((difference**2).sum(axis=-1)),
    own=lambda row, sample, group: np.delete(row, sample)[np.delete(group, sample)].mean(),
    other=np.mean,
    others=lambda row, labels, label: [row[labels == group] for group in np.unique(labels) if group != label],
    nearest=min,
    formula=lambda a, b: (b - a) / max(a, b),
    lone=0.0,
    average=np.mean,
):
    """Make a version of the silhouette, right but for the parts that are given.

    own(distances, sample, mask of its group) is a; nearest of the other(distances to a group), of the groups among
    which it is looked for, is b.
    """

    def silhouette(X, labels):
        found = []
        for sample, label in enumerate(labels):
            row = distance(X - X[sample])  # (n,)
            if (labels == label).sum() == 1:
                found.append(lone)
                continue
            a = own(row, sample, labels == label)
            b = nearest([other(distances) for distances in others(row, labels, label)])
            found.append(formula(a, b))
        return average(np.array(found))

    return silhouette


def to_centroids(X, labels):
    """Measure to the means of the groups, not to their members."""
    groups = np.unique(labels)
    means = np.array([X[labels == group].mean(axis=0) for group in groups])
    distances = np.sqrt(((X[:, None] - means) ** 2).sum(axis=2))  # (n, k)
    mine = labels[:, None] == groups
    a, b = distances[mine], np.where(mine, np.inf, distances).min(axis=1)
    return ((b - a) / np.maximum(a, b)).mean()


def group_by_group(X, labels):
    """Take the mean of each group, and the mean of these."""
    each = version(average=np.array)(X, labels)
    return np.mean([each[labels == group].mean() for group in np.unique(labels)])


def averaged_first(X, labels):
    """Take the means of a and of b over all samples, and one silhouette of these two."""
    a, b = version(formula=lambda a, b: (a, b), average=np.array)(X, labels).mean(axis=0)
    return (b - a) / max(a, b)


def root_last(X, labels):
    """Take the means of squared distances, and the roots of these."""
    squares = version(
        distance=lambda difference: (difference**2).sum(axis=-1),
        formula=lambda a, b: (b**0.5 - a**0.5) / max(a, b) ** 0.5,
    )
    return squares(X, labels)


right = version()
OWN = "You count the sample's own group among the other groups, so b is never larger than a. Leave it out."
DISTANCE = {
    "squared": (
        lambda difference: (difference**2).sum(axis=-1),
        "The distances are squared. The silhouette needs plain distances: take the root, np.sqrt.",
    ),
    "not squared": (
        lambda difference: np.abs(difference).sum(axis=-1),
        "You add up the differences without squaring them. The distance is the root of the sum of their squares.",
    ),
    "largest difference": (
        lambda difference: np.abs(difference).max(axis=-1),
        "Only the largest difference counts. The distance is the root of the sum of all squared differences.",
    ),
    "first feature only": (
        lambda difference: np.abs(difference[..., 0]),
        "Only the first feature is measured. Add up the squares of all features, then take the root.",
    ),
}
A = {
    "itself included": (
        lambda row, sample, group: row[group].mean(),
        "You count the sample itself. Its distance to itself is 0, so a is too small. Take the mean over the "
        "*others*: divide by the size of the group minus 1.",
    ),
    "a: sum for mean": (
        lambda row, sample, group: row[group].sum(),
        "a is a sum. Take the mean distance to the others.",
    ),
    "a: nearest only": (
        lambda row, sample, group: np.delete(row, sample)[np.delete(group, sample)].min(),
        "a is the distance to the nearest sample of the group. Take the mean over all others of the group.",
    ),
    "a: farthest only": (
        lambda row, sample, group: row[group].max(),
        "a is the distance to the farthest sample of the group. Take the mean over all others of the group.",
    ),
    "a: divided by all": (
        lambda row, sample, group: row[group].sum() / (len(row) - 1),
        "a is divided by the number of all samples. Divide by the number of the others in its own group.",
    ),
}
B = {
    "farthest group": (max, "b is the mean distance to the *farthest* other group. Take the nearest: min, not max."),
    "mean over groups": (
        np.mean,
        "b is a mean over all other groups. Take only the nearest of them: the smallest mean distance.",
    ),
    "search for b begins with 0": (
        lambda means: min(0, *means),
        "The search for the smallest b begins with 0, and no distance is smaller than 0. Begin with np.inf.",
    ),
    "first other group": (
        lambda means: means[0],
        "b is the mean distance to the first other group. Take the nearest of them: the smallest mean distance.",
    ),
    "last other group": (
        lambda means: means[-1],
        "b is the mean distance to the last other group. Take the nearest of them: in the loop, keep the smallest "
        "mean distance.",
    ),
}
OTHER = {
    "nearest sample": (
        np.min,
        "b is the distance to the nearest *sample* of another group. First take the mean distance to each other "
        "group. Then take the smallest of these means.",
    ),
    "farthest sample": (
        np.max,
        "b looks at the farthest sample of each group. Take the mean distance to each group.",
    ),
    "b: sum for mean": (
        np.sum,
        "b is a sum. Take the *mean* distance to each other group. Then take the smallest of these means.",
    ),
}
AMONG = {
    "own group among the others": (
        lambda row, labels, label: [row[labels == group] for group in np.unique(labels)],
        OWN,
    ),
    "all others together": (
        lambda row, labels, label: [row[labels != label]],
        "b is the mean distance to all samples outside of the group. Take the mean for each other group separately. "
        "Then take the smallest of these means.",
    ),
}
FORMULA = {
    "divided by a": (
        lambda a, b: (b - a) / a,
        "You divide by a. Divide by the larger of both: max(a, b). Then no silhouette is above 1.",
    ),
    "divided by b": (
        lambda a, b: (b - a) / b,
        "You divide by b. Divide by the larger of both: max(a, b). Then no silhouette is below -1.",
    ),
    "divided by the less": (
        lambda a, b: (b - a) / min(a, b),
        "You divide by the smaller of a and b, min. Divide by the larger: max(a, b). Then the silhouette lies "
        "between -1 and 1.",
    ),
    "divided by the sum": (
        lambda a, b: (b - a) / (a + b),
        "You divide by a + b. Divide by the larger of both: max(a, b).",
    ),
    "not divided": (
        lambda a, b: b - a,
        "You do not divide. (b - a) / max(a, b) has no unit, and lies between -1 and 1.",
    ),
    "sign": (
        lambda a, b: (a - b) / max(a, b),
        "The sign is wrong. Take b - a: then a sample in a good group is near 1, not near -1.",
    ),
    "1 - a / b": (
        lambda a, b: 1 - a / b,
        "1 - a / b is right only if b is the larger. In general it is (b - a) / max(a, b).",
    ),
    "absolute": (
        lambda a, b: abs(b - a) / max(a, b),
        "The sign is lost: leave out np.abs. If a is larger than b, the silhouette is negative.",
    ),
    "negative ones cut": (
        lambda a, b: max(0, (b - a) / max(a, b)),
        "You replace negative silhouettes by 0. Keep them: they show that a sample is in the wrong group.",
    ),
}
AVERAGE = {
    "not averaged": (
        np.array,
        "This has a number for each sample. Return one number: the mean of all of them.",
    ),
    "added up": (np.sum, "You return the sum of the silhouettes. Return their mean."),
    "median": (np.median, "This is the median of the silhouettes. Return their mean."),
    "first sample only": (
        lambda values: values[0],
        "This is the silhouette of the first sample only. Is `return` inside the loop? Move it to the left.",
    ),
    "last sample only": (
        lambda values: values[-1],
        "This is the silhouette of the last sample only. Keep the silhouettes of all samples.",
    ),
    "last sample left out": (
        lambda values: values[:-1].mean(),
        "The last sample is left out. `range(len(X))` takes all samples.",
    ),
    "divided by one too few": (
        lambda values: values.sum() / (len(values) - 1),
        "The sum is divided by a number that is too small by 1. Divide by the number of all samples.",
    ),
}
OTHERS = {
    "to the centroids": (
        to_centroids,
        "You measure the distances to the means of the groups. Measure the distance to each sample, and take the "
        "mean of these distances.",
    ),
    "a and b averaged first": (
        averaged_first,
        "You take the means of a and of b over all samples, and one silhouette of these. Find the silhouette of each "
        "sample first, and then their mean.",
    ),
    "root after the mean": (
        root_last,
        "You take the mean of squared distances, and then the root. Take the root of each distance first, then the "
        "mean.",
    ),
    "group by group": (
        group_by_group,
        "You take the mean of each group, and then the mean of these. Take the mean over all samples at once: each "
        "sample counts equally.",
    ),
}
PARTS = {"own": A, "nearest": B, "other": OTHER, "others": AMONG, "formula": FORMULA, "average": AVERAGE}
WRONG = combine(version, OTHERS, distance=DISTANCE, **PARTS)
