"""The right `update` for exercise 4, and wrong versions of it."""

import numpy as np

from . import KEPT_WHOLE, combine


def means(X, labels, centroids, mean=lambda members, X: members.mean(axis=0), empty=lambda old, X: old):
    """Find the new centroids. mean(members, X) may be a wrong one, and so may the centroid of an empty group."""
    groups = [X[labels == group] for group in range(len(centroids))]
    return np.array(
        [mean(one, X) if len(one) else empty(old, X) for one, old in zip(groups, centroids * 1.0, strict=True)]
    )


def updated(keep=lambda new, old: new, **parts):
    """Make a version of update."""
    return lambda X, labels, centroids: keep(means(X, labels, centroids, **parts), centroids)


def running_mean(members):
    """Average each sample with the mean of those before."""
    mean = members[0] * 1.0
    for member in members[1:]:
        mean = (mean + member) / 2
    return mean


WRONG_MEANS = {
    "wrong axis": (
        lambda members, X: members.mean(axis=1),
        "The mean goes over the wrong axis. axis=0 takes the mean over the samples, and keeps the features.",
    ),
    "axis missing": (
        lambda members, X: members.mean() * np.ones(X.shape[1]),
        "mean() without an axis mixes all features into one number. Use axis=0: a mean for each feature.",
    ),
    "integer division": (
        lambda members, X: members.sum(axis=0) // len(members),
        "`//` divides and drops the digits after the point. A mean needs `/`.",
        "//",
    ),
    "sum for mean": (
        lambda members, X: members.sum(axis=0),
        "These are the *sums* of the groups. Divide each sum by the number of samples in its group.",
    ),
    "divided by all": (
        lambda members, X: members.sum(axis=0) / len(X),
        "Each sum is divided by the number of *all* samples. Divide it by the number in its own group.",
    ),
    "divided by one too many": (
        lambda members, X: members.sum(axis=0) / (len(members) + 1),
        "Each sum is divided by a number that is too large by 1. Divide by the number of samples in the group.",
    ),
    "divided by the features": (
        lambda members, X: members.sum(axis=0) / X.shape[1],
        "Each sum is divided by the number of features. Divide by the number of samples in the group, len(members).",
    ),
    "median": (
        lambda members, X: np.median(members, axis=0),
        "These are medians. Take the mean: it makes the sum of the squared distances as small as possible.",
    ),
    "a sample of the group": (
        lambda members, X: members[((members - members.mean(axis=0)) ** 2).sum(axis=1).argmin()],
        "These are the samples nearest to the mean of their group. k-means takes the mean itself.",
    ),
    "middle of least and largest": (
        lambda members, X: (members.min(axis=0) * 1.0 + members.max(axis=0)) / 2,
        "This is the middle between the smallest and the largest number. Take the mean of all samples of the group.",
    ),
    "first sample of the group": (
        lambda members, X: members[0],
        "This is the first sample of each group. Take the mean of all samples.",
    ),
    "last sample of the group": (
        lambda members, X: members[-1],
        "This is the last sample of each group: each sample overwrites the one before. Take the mean of all samples.",
    ),
    "running mean": (
        lambda members, X: running_mean(members),
        "You average each sample with the mean so far, so the last samples count most. First add up all samples, "
        "then divide.",
    ),
    "mean of all samples": (
        lambda members, X: X.mean(axis=0),
        "Each centroid is the mean of all samples. Take the samples of its group only: X[labels == group].",
    ),
}
WRONG_EMPTY = {
    "mean of nothing": (
        lambda old, X: old * np.nan,
        "An empty group has no mean: the result is nan, not a number. Its centroid should stay where it is.",
    ),
    "zero if empty": (
        lambda old, X: old * 0,
        "The centroid of an empty group has become 0. It should stay where it is.",
    ),
    "a sample if empty": (
        lambda old, X: X[0],
        "An empty group got a sample. In `update` its centroid stays where it is. `relocate_empty` gives it a "
        "sample later.",
    ),
    "mean of all if empty": (
        lambda old, X: X.mean(axis=0),
        "An empty group got the mean of all samples. Its centroid should stay where it is.",
    ),
}
OTHER_UPDATES = {
    "half way only": (
        lambda X, labels, centroids: (means(X, labels, centroids) + centroids) / 2,
        "The centroids move only half of the way: you take the mean of the new and the old ones. Take the mean "
        "itself.",
    ),
    "axis missing, one column": (
        lambda X, labels, centroids: means(
            X, labels, centroids * 0 + centroids.mean(), lambda members, X: members.mean()
        ),
        "mean() without an axis mixes all features into one number. Use axis=0: a mean for each feature.",
    ),
    "old centroid counted too": (
        lambda X, labels, centroids: (
            (means(X, labels, centroids, lambda members, X: members.sum(axis=0)) + centroids)
            / (np.bincount(labels, minlength=len(centroids)) + 1)[:, None]
        ),
        "You count the old centroid as one more sample of its group. Take the mean of the samples only.",
    ),
    "sum begins with the old centroid": (
        lambda X, labels, centroids: (
            (means(X, labels, centroids * 0, lambda members, X: members.sum(axis=0)) + centroids)
            / np.maximum(np.bincount(labels, minlength=len(centroids)), 1)[:, None]
        ),
        "Each sum begins with the old centroid. Begin with zeros: np.zeros(centroids.shape).",
    ),
    "labels from 1": (
        lambda X, labels, centroids: means(X, labels - 1, centroids),
        "Each centroid got the mean of the next group. Labels begin with 0, like range(len(centroids)).",
    ),
    "empty group left out": (
        lambda X, labels, centroids: np.array([X[labels == group].mean(axis=0) for group in np.unique(labels)]),
        "An empty group is missing. np.unique(labels) does not find it. Use range(len(centroids)).",
    ),
    "last empty groups left out": (
        lambda X, labels, centroids: means(X, labels, centroids)[: labels.max() + 1],
        "If the last groups are empty, they are missing: labels.max() + 1 does not count them. There are "
        "len(centroids) groups.",
    ),
    "last group left out": (
        lambda X, labels, centroids: np.concatenate([means(X, labels, centroids)[:-1], centroids[-1:]]),
        "The last group is left out. `range(k)` already ends at k - 1, so range(k - 1) is one group too few.",
    ),
    "first group only": (
        lambda X, labels, centroids: np.concatenate([means(X, labels, centroids)[:1], centroids[1:]]),
        "Only the first group is moved. Is `return` inside the loop? Move it to the left.",
    ),
    "not moved": (
        lambda X, labels, centroids: centroids,
        "The centroids are still the old ones. Each should move to the mean of its group.",
    ),
}
WRONG_UPDATE = combine(updated, OTHER_UPDATES, mean=WRONG_MEANS, empty=WRONG_EMPTY, keep=KEPT_WHOLE)
