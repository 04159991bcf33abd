"""Sorting rocks."""

import numpy as np

from . import KEPT_WHOLE, combine, compare

HINTS = (
    "Do it on paper first: for each rock, how far is its size from each model? The nearest model is its pile.",
    "np.abs(sizes[:, None] - models) is a table, a row for each rock and a column for each model. Which function "
    "finds the position of the smallest number in each row?",
    "labels = np.abs(sizes[:, None] - models).argmin(axis=1). The rocks of pile 0 are sizes[labels == 0]; take "
    "their .mean(), if there are any. Begin with new_models = models.astype(float).",
)


def gaps(sizes, models):
    """Measure how far each rock is from each model: (n, k)."""
    return np.abs(sizes[:, None] - models)


def nearest(sizes, models):
    """Label each rock with its nearest model."""
    return gaps(sizes, models).argmin(axis=1)


def means(sizes, labels, models, mean=lambda pile, model, sizes: pile.mean(), empty=lambda model: model):
    """Find the new models. mean(pile, old model, all sizes) may be wrong, and so may the model of an empty pile."""
    piles = [sizes[labels == pile] for pile in range(len(models))]
    new = [mean(pile, old, sizes) if len(pile) else empty(old) for pile, old in zip(piles, models, strict=True)]
    return np.array(new)


def version(label=nearest, move=means, keep=lambda new, old: new):
    """Sort once; with a wrong part, it is a wrong version."""

    def sort_once(sizes, models):
        labels = label(sizes, models)
        return labels, keep(move(sizes, labels, models), models)

    return sort_once


right = version()


def moved(mean):
    """Make a wrong way to find the new models from a wrong mean."""
    return lambda sizes, labels, models: means(sizes, labels, models, mean)


def only_full_piles(sizes, labels, models):
    """Forget the empty piles."""
    return np.array([sizes[labels == pile].mean() for pile in np.unique(labels)])


WRONG_LABELS = {
    "largest for least": (
        lambda sizes, models: gaps(sizes, models).argmax(axis=1),
        "You put each rock beside the *farthest* model: argmax finds the largest number, and argmin the smallest.",
    ),
    "sign kept": (
        lambda sizes, models: (sizes[:, None] - models).argmin(axis=1),
        "A difference can be negative, and -8 is less than 1. Remove the sign first: np.abs(...), or square it.",
    ),
    "sign kept, the other way": (
        lambda sizes, models: (models - sizes[:, None]).argmin(axis=1),
        "A difference can be negative, and -8 is less than 1. Remove the sign first: np.abs(...), or square it.",
    ),
    "wrong axis": (
        lambda sizes, models: gaps(sizes, models).argmin(axis=0),
        "argmin goes over the wrong axis: it finds the nearest *rock* for each model. Find the nearest model for "
        "each rock: one label for each rock.",
    ),
    "axis missing": (
        lambda sizes, models: gaps(sizes, models).argmin(),
        "argmin without an axis finds one position in the whole table. argmin(axis=1) searches each row.",
    ),
    "last of equals": (
        lambda sizes, models: len(models) - 1 - gaps(sizes, models)[:, ::-1].argmin(axis=1),
        "Two models are equally near: this is a tie. Take the *lower* number. Do you compare with <= instead of <?",
    ),
    "two models": (
        lambda sizes, models: gaps(sizes, models[:2]).argmin(axis=1),
        "Only the first two models get rocks. Did you write 2 into your code? There are len(models) of them.",
    ),
    "last model left out": (
        lambda sizes, models: gaps(sizes, models[:-1]).argmin(axis=1),
        "The last model never gets a rock. Does your loop end too early? Use `range(len(models))`.",
    ),
    "first model left out": (
        lambda sizes, models: gaps(sizes, models[1:]).argmin(axis=1) + 1,
        "The first model never gets a rock. Models are numbered from 0.",
    ),
}
WRONG_MEANS = {
    "mean of nothing": (
        lambda sizes, labels, models: means(sizes, labels, models, empty=lambda model: np.nan),
        "An empty pile has no mean: the result is nan, not a number. If a pile is empty, its model stays where it "
        "is.",
    ),
    "zero if empty": (
        lambda sizes, labels, models: means(sizes, labels, models, empty=lambda model: 0),
        "If a pile is empty, its model has become 0. It should stay where it is.",
    ),
    "empty pile left out": (
        only_full_piles,
        "An empty pile is missing from new_models. Go through all numbers from 0 to len(models) - 1.",
    ),
    "integer division": (
        moved(lambda pile, model, sizes: pile.sum() // len(pile)),
        "`//` divides and drops the digits after the point. A mean needs `/`.",
        "//",
    ),
    "sum for mean": (
        moved(lambda pile, model, sizes: pile.sum()),
        "These are the *sums* of the piles. Divide each sum by the number of rocks in its pile.",
    ),
    "median": (
        moved(lambda pile, model, sizes: np.median(pile)),
        "These are the medians, the rocks in the middle. Take the mean.",
    ),
    "middle of least and largest": (
        moved(lambda pile, model, sizes: (pile.min() + pile.max()) / 2),
        "This is the middle between the smallest and the largest rock of a pile. Take the mean of all its rocks.",
    ),
    "a rock of the pile": (
        moved(lambda pile, model, sizes: pile[np.abs(pile - pile.mean()).argmin()]),
        "These are the rocks nearest to the mean of their pile. k-means takes the mean itself, even if no rock has "
        "this size.",
    ),
    "the old model counted too": (
        moved(lambda pile, model, sizes: (pile.sum() + model) / (len(pile) + 1)),
        "You count the old model as one more rock of its pile. Take the mean of the rocks only.",
    ),
    "half way only": (
        moved(lambda pile, model, sizes: (pile.mean() + model) / 2),
        "The model moves only half of the way: you take the mean of the new and the old one. The new model is the "
        "mean of its pile.",
    ),
    "divided by all rocks": (
        moved(lambda pile, model, sizes: pile.sum() / len(sizes)),
        "Each sum is divided by the number of *all* rocks. Divide it by the number of rocks in its own pile.",
    ),
    "one off in the count": (
        moved(lambda pile, model, sizes: pile.sum() / (len(pile) + 1)),
        "The sum of each pile is divided by a number that is too large by 1. Divide by the number of its rocks.",
    ),
    "mean of all rocks": (
        moved(lambda pile, model, sizes: sizes.mean()),
        "Each model became the mean of all rocks. Take only the rocks of its pile: sizes[labels == pile].",
    ),
    "models not moved": (
        lambda sizes, labels, models: models,
        "new_models are still the old ones. Each should move to the mean of its pile.",
    ),
}


def while_they_move(counts_old_model):
    """Move a model whenever a rock is laid beside it: to the mean of its rocks so far, perhaps with the old model."""

    def sort_once(sizes, models):
        labels, new = np.zeros(len(sizes), dtype=int), models * 1.0
        for rock, size in enumerate(sizes):
            labels[rock] = pile = np.abs(new - size).argmin()
            rocks = sizes[: rock + 1][labels[: rock + 1] == pile]
            new[pile] = (rocks.sum() + counts_old_model * models[pile]) / (len(rocks) + counts_old_model)
        return labels, new

    return sort_once


def several_rounds(rounds):
    """Sort again with the new models, up to a number of rounds."""

    def sort_once(sizes, models):
        for _ in range(rounds):
            labels, models = right(sizes, models)
        return labels, models

    return sort_once


ONE_ROUND = (
    "You go on sorting with the new models. One round is asked for: lay the rocks by the models that were given, "
    "move the models, and stop."
)
MOVE_LATER = (
    "The models move while the rocks are still being laid, so later rocks meet other models. First lay all rocks, by "
    "the models that were given. Then move the models."
)
OTHERS = {
    "two rounds": (several_rounds(2), ONE_ROUND),
    "rounds to the end": (several_rounds(100), ONE_ROUND),
    "models move too early": (while_they_move(0), MOVE_LATER),
    "models move too early, the old model counted": (while_they_move(1), MOVE_LATER),
    "labels alone by the wrong axis": (
        lambda sizes, models: (gaps(sizes, models).argmin(axis=0), right(sizes, models)[1]),
        WRONG_LABELS["wrong axis"][1],
    ),
    "labels from 1": (
        lambda sizes, models: (right(sizes, models)[0] + 1, right(sizes, models)[1]),
        "Labels begin with 0, like indices: the first model has the label 0.",
    ),
    "sorted again": (
        lambda sizes, models: (nearest(sizes, right(sizes, models)[1]), right(sizes, models)[1]),
        "Your labels already belong to the new models. Do one round only: find the labels with the given models.",
    ),
    "models for labels": (
        lambda sizes, models: (models[nearest(sizes, models)], right(sizes, models)[1]),
        "These are the nearest models themselves. Return their *numbers*: the labels 0, 1, ...",
    ),
    "distance for label": (
        lambda sizes, models: (gaps(sizes, models).min(axis=1), right(sizes, models)[1]),
        "These are the smallest distances, not their positions. `argmin` finds the position of the smallest number.",
    ),
}
PARTLY_RIGHT = {
    "empty pile moved": (
        lambda case, got, right: (
            np.array_equal(got[0], right[0]) and np.allclose(got[1][right[0]], right[1][right[0]])
        ),
        "Only the models of empty piles are wrong: such a pile has no mean. Its model stays where it is.",
    ),
    "labels right, models wrong": (
        lambda case, got, right: np.array_equal(got[0], right[0]),
        "Your labels are right, and new_models are not. Print the rocks of each pile, sizes[labels == pile], and "
        "what you make of them.",
    ),
}
WRONG = combine(version, OTHERS, label=WRONG_LABELS, move=WRONG_MEANS, keep=KEPT_WHOLE)


def check_sort_once(answer, rng):
    """sort_once puts each rock beside the nearest model, and returns the means as the new models"""
    cases = [(np.array([2.0, 9.0, 8.0]), np.array([1.0, 7.0]))]
    for n, k in [(2, 2), (3, 2), (4, 3), (5, 3), (6, 4), (9, 2), (30, 5)]:
        sizes, models = rng.integers(1, 30, n), rng.choice(30, k, replace=False)
        cases += [(sizes * 1.0, models * 1.0), (sizes, models)]
        cases += [(sizes + rng.integers(0, 4, n) / 4, models + 0.5)]
    cases += [(np.array([4.0, 6.0, 20.5]), np.array([5.0, 99.0, 18.0]))]  # an empty pile
    cases += [(np.array([4.0, 6.0]), np.array([50.0, 5.0])), (np.array([4.0, 6.5]), np.array([5.0, 90.0]))]  # so too
    cases += [(np.array([3, 8, 12]), np.array([5, 11, 1]))]  # a tie
    compare(answer.sort_once, cases, right, WRONG, returns=("labels", "new_models"), partly=PARTLY_RIGHT)
