"""Check `lloyd` of exercise 4."""

import re
from itertools import pairwise

import numpy as np

from . import Mistake, call, must, watch, written
from ._compare import RTOL, SETTINGS
from ._runs import (
    NO_RELOCATION,
    NO_START,
    OLD_LABELS,
    OTHER_ASSIGN,
    SAME_ARRAY,
    WRONG_LLOYD,
    assign,
    right_lloyd,
    squares,
)


def first_difference(right, history):
    """Find the first pair in which two runs differ; None if they are the same."""
    for number, (one, other) in enumerate(zip(right, history, strict=False)):
        if not np.allclose(one[0], other[0], rtol=RTOL, atol=RTOL * 100) or not np.array_equal(one[1], other[1]):
            return number
    return None if len(right) == len(history) else min(len(right), len(history))


def moves_of(X, first):
    """Find how the centroids move in each iteration: arrays of (k, d)."""
    return [new - old for (old, _), (new, _) in pairwise(right_lloyd(X, first))]


def starts(rng):
    """Draw samples, first centroids and limits, small ones first. With full precision there are no ties."""
    tiny = np.array([[1.0], [2.0], [6.0], [10.0]]), np.array([[1.0], [2.0]])  # ends after 2; the first moves make 16
    yield from [tiny, (*tiny, 9, 16.0), (*tiny, 1), EMPTY, EMPTIED]
    drawn = []
    for n, k, d in [(6, 2, 1), (8, 2, 1), (9, 3, 2), (12, 3, 1), (25, 4, 2), (60, 5, 3)]:
        X = rng.uniform(0, 100, (n, d))
        while len(right_lloyd(X, X[:k])) < 5 or squares(moves_of(X, X[:k])[0]) < 100:  # a run of some length
            X = rng.uniform(0, 100, (n, d))
        drawn.append((X, X[:k]))
        yield drawn[-1]
    pixels = rng.integers(0, 256, (40, 3), np.uint8)
    yield pixels, pixels[:3]
    for X, first in drawn[1:4]:
        some = [measure(move) for move in moves_of(X, first)[:2] for measure in MEASURES]
        yield from [(X, first, 30, float(limit) * factor) for limit in some for factor in (0.999, 1.001)]
        yield from [(X, first, max_iter) for max_iter in (1, 2)]
    X, first = drawn[2]
    yield X, np.concatenate([first, [[1e4] * X.shape[1]]])


MEASURES = (squares, lambda moves: squares(moves) ** 0.5, lambda moves: np.abs(moves).sum())
# The relocated labels are [0, 0, 1], and so are those after the first iteration; those before are [0, 0, 0].
EMPTY = np.array([[1.0], [2.0], [9.0]]), np.array([[2.0], [50.0]])
# Here group 2 becomes empty in the first iteration, and is filled in the second.
EMPTIED = np.array([[3.0], [5.0], [10.0], [11.0]]), np.array([[12.0], [0.0], [9.0]])


def hold_lloyd(function, rng):
    """Hold lloyd against the right one, run by run."""
    cases, runs = [], []
    for case in starts(rng):
        cases.append(case)
        runs.append(call(function, *case))
        look_at(runs[-1], case, function)
        if not SETTINGS["naming"] and first_difference(right_lloyd(*case), runs[-1]) is not None:
            raise Mistake("Wrong.")
    differences = [first_difference(right_lloyd(*case), run) for case, run in zip(cases, runs, strict=True)]
    for case, run, where in zip(cases, runs, differences, strict=True):
        if where is not None:
            right = right_lloyd(*case)
            name, text = name_of(cases, runs, differences, written(function))
            over = "no such iteration: the run has ended"
            raise Mistake(
                f"{text}\nThe first difference from the right run is in iteration {where}.",
                name=name,
                example=(function, case),
                expected=right[where] if where < len(right) else over,
                got=tuple(run[where]) if where < len(run) else over,
                line=watch(function, case).last,
            )
    without_iterations(function, (*cases[0], 0))


def name_of(cases, runs, differences, code):
    """Find the wrong version that gives these runs: its name and its text."""
    for name, (version, text, *pattern) in WRONG_LLOYD.items():
        if pattern and not re.search(pattern[0], code):
            continue
        if all(first_difference(version(*case), run) is None for case, run in zip(cases, runs, strict=True)):
            return name, text
    wrong = [case for case, difference in zip(cases, differences, strict=True) if difference is not None]
    if all(has_empty_group(case) for case in wrong):
        return "no relocation", NO_RELOCATION
    return "", "Your run differs from the right run."


def has_empty_group(case):
    """Tell whether a group is empty at some time in the right run."""
    return any(len(np.unique(labels)) < len(centroids) for centroids, labels in right_lloyd(*case))


def without_iterations(function, case):
    """Look at the corner, when all the rest is right."""
    history, (X, first) = call(function, *case), case[:2]
    more = {"example": (function, case), "line": watch(function, case).last, "name": "max_iter=0"}
    must(
        isinstance(history, list) and len(history) > 0,
        "With max_iter=0 the list should hold the first pair: the given centroids and their labels. Put it into the "
        "list before the loop.",
        expected=(first, assign(X, first)),
        got=history,
        **more,
    )
    look_at(history, case, function)
    must(len(history) == 1, "With max_iter=0 there is no iteration: the list holds only the first pair.", **more)


def look_at(history, case, function):
    """Look at one result by itself: its form, its start, and whether labels and centroids belong together."""
    X, first = case[0] * 1.0, case[1]

    def fail(name, text, **sides):
        raise Mistake(text, name=name, example=(function, case), line=watch(function, case).last, **sides)

    if not isinstance(history, list) or not history:
        fail("no list of pairs", "lloyd should return a list of pairs (centroids, labels), the first for the start.")
    for number, pair in enumerate(history):
        if isinstance(pair, tuple | list) and [np.shape(part) for part in pair] == [(len(X),), first.shape]:
            fail("pair exchanged", "The two parts of each pair are exchanged: first the centroids, then the labels.")
        if not isinstance(pair, tuple | list) or [np.shape(part) for part in pair] != [first.shape, (len(X),)]:
            shapes = f"of the shapes {first.shape} and {(len(X),)}"
            fail("no list of pairs", f"Item {number} of the list should be a pair (centroids, labels), {shapes}.")
        if not np.isfinite(pair[0]).all():
            fail("nan", f"Pair {number} has a centroid that is nan. Is its group empty?")
    if len(history) > 1 and all(pair[0] is history[0][0] for pair in history):
        fail("the past overwritten", SAME_ARRAY, got=history[0][0], expected=first)
    if not np.allclose(history[0][0], first):
        fail("first pair missing", NO_START, got=history[0][0], expected=first)
    for number, (centroids, labels) in enumerate(history):
        right = assign(X, np.asarray(centroids))
        if not np.array_equal(labels, right):
            name, text = ("old labels kept", OLD_LABELS) if number else ("labels not of the nearest", OTHER_ASSIGN)
            fail(name, f"{text}\nThe first such pair is number {number}.", got=labels, expected=right)
