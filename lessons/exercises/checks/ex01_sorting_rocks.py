"""Sorting rocks."""

import numpy as np

from . import compare

HINTS = (
    "Do it on paper first: for each rock, how far is its size from each model? The nearest model is its pile.",
    "np.abs(sizes[:, None] - models) is a table, a row for each rock and a column for each model. Which function "
    "finds the place of the least number in each row?",
    "labels = np.abs(sizes[:, None] - models).argmin(axis=1). The rocks of pile 0 are sizes[labels == 0]; take "
    ".mean() of them, if there are any. Begin with new_models = models.astype(float).",
)


def gaps(sizes, models):
    """Measure how far each rock is from each model: (n, k)."""
    return np.abs(sizes[:, None] - models)


def means(sizes, labels, models, mean=np.mean):
    """Find the new models, with a mean that may be a wrong one."""
    piles = [sizes[labels == pile] for pile in range(len(models))]
    return np.array([mean(pile) if len(pile) else model for pile, model in zip(piles, models, strict=True)])


def right(sizes, models):
    """Sort as the exercise asks."""
    labels = gaps(sizes, models).argmin(axis=1)
    return labels, means(sizes, labels, models)


def with_labels(wrong_labels):
    """Make a wrong version that goes on properly from wrong labels."""

    def version(sizes, models):
        labels = wrong_labels(sizes, models)
        return labels, means(sizes, labels, models)

    return version


def with_means(mean):
    """Make a wrong version with the right labels and a wrong mean."""

    def version(sizes, models):
        labels = gaps(sizes, models).argmin(axis=1)
        return labels, means(sizes, labels, models, mean)

    return version


def nan_where_empty(sizes, models):
    """Take the mean of nothing."""
    labels = gaps(sizes, models).argmin(axis=1)
    return labels, np.array([sizes[labels == pile].mean() for pile in range(len(models))])


def zero_where_empty(sizes, models):
    """Begin from zeros."""
    labels = gaps(sizes, models).argmin(axis=1)
    return labels, means(sizes, labels, models * 0)


def only_full_piles(sizes, models):
    """Forget the empty piles."""
    labels = gaps(sizes, models).argmin(axis=1)
    return labels, np.array([sizes[labels == pile].mean() for pile in np.unique(labels)])


def sorted_twice(sizes, models):
    """Sort again with the new models."""
    new_models = right(sizes, models)[1]
    return gaps(sizes, new_models).argmin(axis=1), new_models


def a_rock(pile):
    """Take the rock nearest to the mean."""
    return pile[np.abs(pile - pile.mean()).argmin()]


WRONG = {
    "argmax for argmin": (
        with_labels(lambda sizes, models: gaps(sizes, models).argmax(axis=1)),
        "Each rock lies beside the model that is *farthest* away: argmax finds the largest number, argmin the least.",
    ),
    "sign kept": (
        with_labels(lambda sizes, models: (sizes[:, None] - models).argmin(axis=1)),
        "A difference can be negative, and -8 is less than 1. Take away the sign first: np.abs(...), or square it.",
    ),
    "turned": (
        lambda sizes, models: (gaps(sizes, models).argmin(axis=0), right(sizes, models)[1]),
        "labels has a number for each model. Turn it around with the other axis: a number for each rock.",
    ),
    "from 1": (
        lambda sizes, models: (right(sizes, models)[0] + 1, right(sizes, models)[1]),
        "Labels count from 0, as indices do: the first model has the label 0.",
    ),
    "last of equals": (
        with_labels(lambda sizes, models: len(models) - 1 - gaps(sizes, models)[:, ::-1].argmin(axis=1)),
        "Where two models are equally near, a tie, the *lower* number is asked for. Do you compare with <= where < "
        "is meant?",
    ),
    "nan where empty": (
        nan_where_empty,
        "An empty pile has no mean: it gives nan, not a number. Where a pile is empty, its model stays where it is.",
    ),
    "zero where empty": (
        zero_where_empty,
        "Where a pile is empty, its model has become 0. It should stay where it is.",
    ),
    "only full piles": (
        only_full_piles,
        "An empty pile is missing from new_models. Go through all numbers from 0 to len(models) - 1.",
    ),
    "truncated": (
        lambda sizes, models: (right(sizes, models)[0], right(sizes, models)[1].astype(models.dtype)),
        "The digits after the point are lost: an array of whole numbers, such as a copy of models, cannot keep 1.5. "
        "Make floats first: models.astype(float).",
    ),
    "integer division": (
        with_means(lambda pile: pile.sum() // len(pile)),
        "// divides and drops the digits after the point. A mean needs /.",
    ),
    "sum": (with_means(np.sum), "These are the *sums* of the piles. Divide each by how many rocks its pile has."),
    "median": (with_means(np.median), "These are the medians, the rocks in the middle. The mean is asked for."),
    "a rock of the pile": (
        with_means(a_rock),
        "These are the rocks that come nearest to the mean of their pile. k-means takes the mean itself, even if no "
        "rock has that size.",
    ),
    "sorted twice": (
        sorted_twice,
        "Your labels belong to the new models already. One round is asked for: labels by the models that were given.",
    ),
    "two models": (
        with_labels(lambda sizes, models: gaps(sizes, models[:2]).argmin(axis=1)),
        "Only the first two models get rocks. Is the 2 written into your code? There are len(models) of them.",
    ),
    "models first": (
        lambda sizes, models: right(sizes, models)[::-1],
        "The two results are exchanged: first the labels, then the new models.",
    ),
}


def check_sort_once(answer, rng):
    """sort_once lays each rock beside the nearest model, and makes the means the new models"""
    cases = [(np.array([2.0, 9.0, 8.0]), np.array([1.0, 7.0]))]
    for n, k in [(2, 2), (3, 2), (4, 3), (5, 3), (6, 4), (9, 2), (30, 5)]:
        sizes, models = rng.integers(1, 30, n), rng.choice(30, k, replace=False)
        cases += [(sizes * 1.0, models * 1.0), (sizes, models)]
    cases += [(np.array([4.0, 6.0, 20.0]), np.array([5.0, 99.0, 18.0]))]  # an empty pile
    cases += [(np.array([3, 8, 12]), np.array([5, 11, 1]))]  # a tie
    compare(answer.sort_once, cases, right, WRONG, returns=("labels", "new_models"))
