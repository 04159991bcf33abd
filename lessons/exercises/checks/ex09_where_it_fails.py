"""Where k-means fails."""

import time

import numpy as np

from kmeans_scratch.selection import silhouette_score

from . import call, compare, file_of, must, watch

HINTS = (
    "Take the samples 1, 2 | 9, 10, and find a and b of the first on paper. Then write the same for one sample in "
    "NumPy, and only then a loop over the samples.",
    "For one sample: distances to all samples, (n,), are np.sqrt(((X - X[sample]) ** 2).sum(axis=1)). The mask "
    "own = labels == labels[sample] picks its own group. How many *others* are in it? Not own.sum().",
    "a = distances[own].sum() / (own.sum() - 1), because its distance to itself is 0; b = the least of "
    "distances[labels == group].mean() over the other groups; (b - a) / max(a, b). Where own.sum() is 1, it is 0. "
    "At the end, the mean of all.",
)


def version(
    distance=lambda difference: np.sqrt((difference**2).sum(axis=-1)),
    own=lambda row, sample, group: np.delete(row, sample)[np.delete(group, sample)].mean(),
    other=np.mean,
    among=lambda groups, label: groups[groups != label],
    nearest=min,
    combine=lambda a, b: (b - a) / max(a, b),
    lone=0.0,
    average=np.mean,
):
    """Make a version of the silhouette, right but for what is given.

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
            b = nearest(other(row[labels == group]) for group in among(np.unique(labels), label))
            found.append(combine(a, b))
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


def outside(X, labels):
    """Measure to all samples of all other groups together."""
    found = []
    for sample, label in enumerate(labels):
        row, mask = np.sqrt(((X - X[sample]) ** 2).sum(axis=1)), labels == label
        a, b = row[mask].sum() / (mask.sum() - 1), row[~mask].mean()
        found.append((b - a) / max(a, b))
    return np.mean(found)


def group_by_group(X, labels):
    """Take the mean of each group, and the mean of these."""
    each = version(average=np.array)(X, labels)
    return np.mean([each[labels == group].mean() for group in np.unique(labels)])


OWN = (
    "The group of the sample is among the others, so b is never larger than a. Leave it out when you look for the "
    "nearest."
)
WRONG = {
    "squared": (
        version(distance=lambda difference: (difference**2).sum(axis=-1)),
        "The distances are squared. The silhouette takes distances as one measures them: take the root, np.sqrt.",
    ),
    "by the axes": (
        version(distance=lambda difference: np.abs(difference).sum(axis=-1)),
        "The differences are added up without being squared. The distance is the root of the sum of their squares.",
    ),
    "itself included": (
        version(own=lambda row, sample, group: row[group].mean()),
        "A sample is counted among its own neighbours: its distance to itself, 0, makes a too small. Take the mean "
        "over the *others*: divide by one less.",
    ),
    "farthest group": (
        version(nearest=max),
        "b is the mean distance to the *farthest* other group. Take the nearest: min, not max.",
    ),
    "all others": (
        outside,
        "b is the mean distance to all samples outside of the group. Take each other group by itself, and then the "
        "nearest: the least of these means.",
    ),
    "mean over groups": (
        version(nearest=lambda means: np.mean(list(means))),
        "b is a mean over all other groups. Take only the nearest of them: the least mean distance.",
    ),
    "nearest sample": (
        version(other=np.min),
        "b is the distance to the nearest *sample* of another group. Take the mean distance to each other group "
        "first, then the least of these.",
    ),
    "own group among the others": (version(among=lambda groups, label: groups), OWN),
    "own group among the others, itself included": (
        version(own=lambda row, sample, group: row[group].mean(), among=lambda groups, label: groups),
        OWN,
    ),
    "divided by a": (
        version(combine=lambda a, b: (b - a) / a),
        "You divide by a. Divide by the larger of both: max(a, b). Then no silhouette is above 1.",
    ),
    "divided by b": (
        version(combine=lambda a, b: (b - a) / b),
        "You divide by b. Divide by the larger of both: max(a, b). Then no silhouette is below -1.",
    ),
    "divided by the sum": (
        version(combine=lambda a, b: (b - a) / (a + b)),
        "You divide by a + b. Divide by the larger of both: max(a, b).",
    ),
    "not divided": (
        version(combine=lambda a, b: b - a),
        "You do not divide. (b - a) / max(a, b) has no unit, and lies between -1 and 1.",
    ),
    "sign": (
        version(combine=lambda a, b: (a - b) / max(a, b)),
        "The sign is turned around: it is b - a, so that a well placed sample is near 1, not near -1.",
    ),
    "to the centroids": (
        to_centroids,
        "You measure to the means of the groups. Measure to their samples, one by one, and take the mean of that.",
    ),
    "not averaged": (
        version(average=np.array),
        "This has a number for each sample. Here one number is asked for: the mean of them all.",
    ),
    "added up": (version(average=np.sum), "The silhouettes are added up. Their mean is asked for."),
    "group by group": (
        group_by_group,
        "You take the mean of each group, and then the mean of these. Take the mean over all samples at once: each "
        "counts the same.",
    ),
}

WRONG_LONE = {
    "lone 1": (
        version(lone=1.0),
        "A sample alone in its group got the silhouette 1. Nobody knows how well it is placed, so it gets 0.",
    ),
    "lone nan": (
        version(lone=np.nan),
        "A sample alone in its group has no others: 0 / 0 gives nan, not a number, and makes the mean nan too. Give "
        "it the silhouette 0.",
    ),
    "lone left out": (
        lambda X, labels: version(lone=np.nan, average=np.nanmean)(X, labels),
        "Samples alone in their group are left out of the mean. They count too, with the silhouette 0.",
    ),
    "lone in error": (
        version(lone=-1.0),
        "A sample alone in its group got the silhouette -1. It has no others, so it is neither well nor badly "
        "placed: 0.",
    ),
}


def groupings(rng, lone=False):
    """Draw different samples and their labels, from tiny to small; with lone, groups of one are among them."""
    drawn = []
    for n, k, d in [(4, 2, 1), (5, 2, 1), (5, 2, 2), (6, 3, 1), (7, 3, 2), (9, 4, 3), (12, 4, 2), (30, 5, 3)]:
        X = np.unique(rng.integers(0, 30 * n, (2 * n, d)), axis=0)
        X = rng.permutation(X)[:n] * 1.0
        numbers = np.repeat(np.arange(k), 2)
        if lone:
            numbers = np.concatenate([[0, *range(k)], rng.integers(0, k - 1, n - k - 1)])
        else:
            numbers = np.concatenate([numbers, rng.integers(0, k, n - 2 * k)])
        drawn.append((X, rng.permutation(numbers)))
    return drawn


def check_silhouette(answer, rng):
    """silhouette compares the own group with the nearest other one"""
    compare(answer.silhouette, groupings(rng), silhouette_score, WRONG)


def check_lone(answer, rng):
    """a sample that is alone in its group gets 0"""
    compare(answer.silhouette, groupings(rng, lone=True), silhouette_score, WRONG_LONE)


def check_gaps(answer, rng):
    """the labels may be any whole numbers: 3 and 7 will do"""
    wrong = {
        "up to the largest": (
            lambda X, labels: np.nan,
            "Here a group between 0 and the largest label has no members, and its mean is nan. Go through the groups "
            "that there are: np.unique(labels).",
        )
    }
    cases = [(X, labels * 4 + 3) for X, labels in groupings(rng)]
    compare(answer.silhouette, cases, silhouette_score, wrong)


def check_speed(answer, rng):
    """silhouette measures one sample against all others at once"""
    n, more = 60, 200

    def make(n):
        return rng.normal(size=(n, 2)), np.arange(n) % 3

    seen = watch(answer.silhouette, make(n))
    most, times = max(seen.lines.items(), key=lambda item: item[1], default=(None, 0))
    if times < n * n / 3:
        return
    start = time.perf_counter()
    call(answer.silhouette, *make(more))
    seconds = time.perf_counter() - start
    must(
        False,
        f"silhouette is right, but too slow: a Python loop goes through all pairs of samples. {more} samples took "
        f"{seconds:.2f} seconds, and 2,000 would take {seconds * (2000 / more) ** 2:.0f}. One loop, over the "
        "samples, is fine, but measure each one against all others at once: np.sqrt(((X - X[sample]) ** "
        "2).sum(axis=1)).",
        line=(file_of(answer.silhouette), most),
    )
