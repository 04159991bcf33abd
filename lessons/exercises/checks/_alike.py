"""What wrong results have in common with the right ones: their rows, their numbers, nearly their shape.

This is the last resort of `compare`: no wrong version gives these results, but it is seen in what way they are wrong.
"""

import re

import numpy as np

from ._mistakes import Mistake
from ._show import as_arrays


def alike(cases, results, expected, same, partly=None, code=""):
    """Find in what way all wrong results are like the right ones: (name, what to say), or None.

    `partly` is a table for one exercise: {name: (test(case, result, right result), what to say)}.
    """
    wrong = [
        (case, got, right)
        for case, got, right in zip(cases, results, expected, strict=True)
        if not isinstance(got, Mistake) and not same(got, right)
    ]
    for name, (test, text) in (partly or {}).items():
        if wrong and all(holds(test, *one) for one in wrong):
            return name, text
    return by_form([(got, right) for _, got, right in wrong]) or by_code(code)


def holds(test, case, got, right):
    """Try a test; a result that it cannot look at does not pass."""
    try:
        return bool(test(case, got, right))
    except Exception:
        return False


def by_code(code):
    """Find what the code cannot mean: (name, what to say), or None."""
    return next(((name, text) for name, pattern, text in NEVER_MEANT if re.search(pattern, code)), None)


def by_form(pairs):
    """Find in what way the form of results is wrong, or the order of their rows: (name, what to say), or None."""
    if pairs and isinstance(pairs[0][1], tuple):
        pairs = [(side_by_side(got), side_by_side(right)) for got, right in pairs]
        if any(got is None or right is None for got, right in pairs):
            return None
    pairs = [as_arrays(*pair) for pair in pairs]
    if any(array.dtype.kind not in "biuf" for pair in pairs for array in pair):
        return None
    for name, is_alike, text in ALIKE:
        if pairs and all(is_alike(got, right) for got, right in pairs):
            return name, text.format(got=pairs[0][0].shape, right=pairs[0][1].shape)
    return None


def side_by_side(parts):
    """Put several results that have a row for each thing beside each other; None if they do not fit."""
    arrays = [np.asarray(part, dtype=float) for part in parts] if isinstance(parts, tuple | list) else []
    if not arrays or any(array.ndim not in (1, 2) or len(array) != len(arrays[0]) for array in arrays):
        return None
    if all(array.ndim == 1 for array in arrays):
        return None  # single numbers are in another order by chance
    return np.column_stack(arrays)


def other_order(got, right):
    """Tell whether the rows are the right ones, in another order."""
    return torn(got, right) and np.array_equal(*(rows[np.lexsort(rows.T)] for rows in map(as_rows, (got, right))))


def torn(got, right):
    """Tell whether a table has the right numbers, at wrong places."""
    return (
        got.shape == right.shape
        and right.ndim > 1
        and right.shape[-1] > 1
        and np.array_equal(np.sort(got, axis=None), np.sort(right, axis=None))
    )


def as_rows(table):
    """Make a table of a picture, too."""
    return table.reshape(-1, table.shape[-1])


NEVER_MEANT = (("^ for **", r"\^ ?2", "`^` is no power in Python: it compares bits. The square is `** 2`."),)
ALIKE = (
    (
        "rows in another order",
        other_order,
        "Each row is right, but the rows are in another order. Which row comes first? The docstring says it.",
    ),
    (
        "rows torn apart",
        torn,
        "The right numbers are there, but not in their rows: the numbers of one row come from several. "
        "`reshape` only fills in row after row; it does not turn a table around.",
    ),
    (
        "brackets too many",
        lambda got, right: got.ndim > right.ndim and got.squeeze().shape == right.squeeze().shape,
        "The shape is {got}; it should be {right}. Each number lies in brackets of its own: take it out with [0], or "
        "leave out a [:, None].",
    ),
    (
        "one number for a row",
        lambda got, right: right.ndim == 2 and got.shape == right.shape[:1],
        "The shape is {got}; it should be {right}. Each number should be a row of numbers. Does a mean or a sum mix "
        "all columns? With axis=0 it keeps them apart.",
    ),
    (
        "one row too few",
        lambda got, right: got.ndim == right.ndim > 0 and len(got) == len(right) - 1,
        "The shape is {got}; it should be {right}: one is missing. Does a loop or a slice end one too early, or "
        "begin one too late?",
    ),
    (
        "one row too many",
        lambda got, right: got.ndim == right.ndim > 0 and len(got) == len(right) + 1,
        "The shape is {got}; it should be {right}: one too many. Does a loop go on for too long, or does a list "
        "begin with something in it?",
    ),
)
