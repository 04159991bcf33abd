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


right = version()
OWN = (
    "The group of the sample is among the others, so b is never larger than a. Leave it out when you look for the "
    "nearest."
)
DISTANCE = {
    "squared": (
        lambda difference: (difference**2).sum(axis=-1),
        "The distances are squared. The silhouette takes distances as one measures them: take the root, np.sqrt.",
    ),
    "not squared": (
        lambda difference: np.abs(difference).sum(axis=-1),
        "The differences are added up without being squared. The distance is the root of the sum of their squares.",
    ),
    "largest difference": (
        lambda difference: np.abs(difference).max(axis=-1),
        "Only the largest difference counts. The distance is the root of the sum of the squares of all.",
    ),
    "first feature only": (
        lambda difference: np.abs(difference[..., 0]),
        "Only the first feature is measured. Add up the squares of all features, then take the root.",
    ),
}
A = {
    "itself included": (
        lambda row, sample, group: row[group].mean(),
        "A sample is counted among its own neighbours: its distance to itself, 0, makes a too small. Take the mean "
        "over the *others*: divide by one less.",
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
        "b is a mean over all other groups. Take only the nearest of them: the least mean distance.",
    ),
    "search for b begins with 0": (
        lambda means: min(0, *means),
        "The search for the least b begins with 0, and no distance is less. Begin with np.inf.",
    ),
    "first other group": (
        lambda means: means[0],
        "b is the mean distance to the first other group. Take the nearest of them: the least mean distance.",
    ),
    "last other group": (
        lambda means: means[-1],
        "b is the mean distance to the last other group. Take the nearest of them: keep the least so far.",
    ),
}
OTHER = {
    "nearest sample": (
        np.min,
        "b is the distance to the nearest *sample* of another group. Take the mean distance to each other group "
        "first, then the least of these.",
    ),
    "farthest sample": (
        np.max,
        "b looks at the farthest sample of each group. Take the mean distance to each group.",
    ),
    "b: sum for mean": (np.sum, "b is a sum. Take the *mean* distance to each other group, then the least of these."),
}
AMONG = {
    "own group among the others": (
        lambda row, labels, label: [row[labels == group] for group in np.unique(labels)],
        OWN,
    ),
    "all others together": (
        lambda row, labels, label: [row[labels != label]],
        "b is the mean distance to all samples outside of the group. Take each other group by itself, and then the "
        "nearest: the least of these means.",
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
        "You divide by the less of both, min. Divide by the larger: max(a, b). Then it lies between -1 and 1.",
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
        "The sign is the wrong way round: it is b - a, so that a well placed sample is near 1, not near -1.",
    ),
    "1 - a / b": (
        lambda a, b: 1 - a / b,
        "1 - a / b is right only if b is the larger. In general it is (b - a) / max(a, b).",
    ),
    "absolute": (
        lambda a, b: abs(b - a) / max(a, b),
        "The sign is lost: np.abs is too many. If a is larger than b, the silhouette is negative.",
    ),
    "negative ones cut": (
        lambda a, b: max(0, (b - a) / max(a, b)),
        "Negative silhouettes have become 0. They say that a sample lies in the wrong group: keep them.",
    ),
}
AVERAGE = {
    "not averaged": (
        np.array,
        "This has a number for each sample. Here one number is asked for: the mean of them all.",
    ),
    "added up": (np.sum, "The silhouettes are added up. Their mean is asked for."),
    "median": (np.median, "This is the median of the silhouettes. Their mean is asked for."),
    "first sample only": (
        lambda values: values[0],
        "This is the silhouette of the first sample only. Does `return` stand inside the loop? Move it to the left.",
    ),
    "last sample only": (
        lambda values: values[-1],
        "This is the silhouette of the last sample only. Collect them all.",
    ),
    "last sample left out": (
        lambda values: values[:-1].mean(),
        "The last sample is left out. `range(len(X))` takes all samples.",
    ),
    "divided by one too few": (
        lambda values: values.sum() / (len(values) - 1),
        "The sum is divided by one too few. Divide by the number of all samples.",
    ),
}
OTHERS = {
    "to the centroids": (
        to_centroids,
        "You measure to the means of the groups. Measure to their samples, one by one, and take the mean of that.",
    ),
    "group by group": (
        group_by_group,
        "You take the mean of each group, and then the mean of these. Take the mean over all samples at once: each "
        "counts the same.",
    ),
}
PARTS = {"own": A, "nearest": B, "other": OTHER, "others": AMONG, "formula": FORMULA, "average": AVERAGE}
WRONG = combine(version, OTHERS, distance=DISTANCE, **PARTS)

WRONG_LONE = {
    "alone: 1": (
        version(lone=1.0),
        "A sample alone in its group got the silhouette 1. Nobody knows how well it is placed, so it gets 0.",
    ),
    "alone: nan": (
        version(lone=np.nan),
        "A sample alone in its group has no others: 0 / 0 gives nan, not a number, and makes the mean nan too. Give "
        "it the silhouette 0.",
    ),
    "alone: left out": (
        version(lone=np.nan, average=np.nanmean),
        "Samples alone in their group are left out of the mean. They count too, with the silhouette 0.",
    ),
    "alone: -1": (
        version(lone=-1.0),
        "A sample alone in its group got the silhouette -1. It has no others, so it is neither well nor badly "
        "placed: 0.",
    ),
}
