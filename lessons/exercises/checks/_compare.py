"""Hold a function against the right one, and name the mistake by the wrong version that gives the same results."""

import re

import numpy as np

from ._alike import alike
from ._calls import call, watch, written
from ._general import PAIR, general
from ._mistakes import Mistake
from ._show import as_arrays, copy, side_by_side_from

RTOL = 1e-6  # sums of float32 are right, too
SETTINGS = {"naming": True}  # while repairs are tried, only right and wrong matter


def compare(function, cases, right, wrong=None, *, returns=("",), dtype=None, rtol=RTOL, otherwise=None, partly=None):
    """Hold a function against the right one: in each case, from small to large, a tuple of arguments.

    `wrong` is the table of named wrong versions. A function that returns several values names them in `returns`.
    `dtype` is the type that the result must have; without it floats may be any numbers, and whole numbers must be
    whole. `otherwise` is the name and the text for wrong numbers that no wrong version gives. `partly` is a table of
    ways in which results may be right in part, see `alike`.
    """
    results, expected, bad = [], [], None
    for number, case in enumerate(cases):
        results.append(result_of(function, case))
        expected.append(right(*map(copy, case)))
        if bad is None and (
            isinstance(results[-1], Mistake) or problem(results[-1], expected[-1], returns, dtype, rtol)
        ):
            bad = number
            if not SETTINGS["naming"]:
                raise Mistake("Wrong.")
    if bad is None:
        return
    mistake, name = results[bad], ""
    failed = isinstance(mistake, Mistake)
    if failed and mistake.name:
        raise mistake
    message = mistake.message if failed else problem(mistake, expected[bad], returns, dtype, rtol)
    if isinstance(message, tuple):
        name, message = message
    elif otherwise and not failed and " should be " in message:
        name, message = otherwise
    if not failed and hard_coded(results, expected):
        name = "the answer of the example written down"
        message = (
            f"{function.__name__} gives the same answer for different arguments. Did you write the numbers of an "
            "example into it? Use only the arguments."
        )
    if not failed and all(map(same, results, expected)):  # only the type is wrong
        wrong, right = {}, None
    code, any_failed = written(function), any(isinstance(result, Mistake) for result in results)
    all_failed = all(isinstance(result, Mistake) for result in results)
    for key, (version, text, *pattern) in [
        *(wrong or {}).items(),
        *(general(right, cases, returns) if right else []),
    ]:
        if (pattern and not re.search(pattern[0], code)) or (PAIR in key and any_failed) or all_failed:
            continue
        if all(imitates(version, case, result) for case, result in zip(cases, results, strict=True)):
            name, message = key, text
            break
    likeness = None if name or failed else alike(cases, results, expected, same, partly, code)
    name, message = likeness or (name, message)
    if failed:
        if not name:
            raise mistake
        said = mistake.message.partition("\nPython says: ")[2]
        raise Mistake(f"{message}\nPython says: {said}", name=name, example=(function, cases[bad]), line=mistake.line)
    sides = sides_of(expected[bad], results[bad], rtol)
    last = watch(function, cases[bad]).last
    raise Mistake(
        message,
        name=name,
        example=(function, cases[bad]),
        expected=sides[0],
        got=sides[1],
        line=last,
        sure=not likeness,
    )


def result_of(function, case):
    """Find what a function returns; if it fails, the Mistake."""
    try:
        return call(function, *case)
    except Mistake as mistake:
        return mistake


def hard_coded(results, expected):
    """Tell whether all results are the same, though they should not be."""
    return (
        not any(isinstance(result, Mistake) for result in results)
        and all(same(result, results[0]) for result in results[1:])
        and not all(same(answer, expected[0]) for answer in expected[1:])
    )


def imitates(version, case, result):
    """Tell whether a wrong version gives this result too, or fails in the same way."""
    try:
        other = version(*map(copy, case))
    except Exception as error:
        return isinstance(result, Mistake) and type(result.error) is type(error)
    if isinstance(result, Mistake):
        return other is None and result.name == "nothing returned"
    return same(result, other) or (is_empty(result) and is_empty(other))


def is_empty(result):
    """Tell whether an array has nothing in it, whatever its shape is."""
    return isinstance(result, np.ndarray) and result.size == 0


def problem(got, expected, returns=("",), dtype=None, rtol=RTOL):
    """Say in general words what is wrong with a result; nothing if it is right. A pair is (name, text)."""
    if isinstance(expected, tuple):
        if not isinstance(got, tuple | list) or len(got) != len(expected):
            return "returns too few", f"It should return {len(expected)} values: `return {', '.join(returns)}`."
        problems = [
            problem(mine, its, (name,), None, rtol) for mine, its, name in zip(got, expected, returns, strict=True)
        ]
        return next(filter(None, problems), "")
    it, (array, right) = returns[0] or "The result", as_arrays(got, expected)
    if array.dtype.kind in "US" and right.ndim == 0 and str(got) == str(expected):
        return "text", f"{it} is text, {got!r}. Return the value {expected} itself, without quotes."
    if array.dtype.kind in "US" and right.ndim == 0:
        return "text", f"{it} is text, {got!r}. Return a value, such as {expected}."
    if array.dtype.kind not in "biuf":
        return "no numbers", f"{it} should be a NumPy array of numbers, not of {array.dtype}."
    if right.ndim == 0 and array.ndim > 0:
        text = f"{it} has the shape {array.shape}, but it should be one value. Is a sum, a mean or `.all()` missing?"
        return "not one value", text
    if array.size == right.size == 0 and array.dtype.kind == right.dtype.kind:
        return ""  # np.array([]) is no table, but there is nothing in it either
    if array.shape != right.shape:
        return f"{it} has the shape {array.shape}; it should be {right.shape}."
    if np.isnan(array).any() and not np.isnan(right).any():
        return "nan", f"{it} holds nan, not a number: something was divided by 0. Is there a group without members?"
    if not same(got, expected, rtol):
        if array.dtype == np.float16 or (array.dtype == np.float32 and same(got, expected, 1e-3)):
            digits = {2: 3, 4: 7}[array.dtype.itemsize]
            text = f"{it} is of type {array.dtype}, which keeps about {digits} digits. Use float, which keeps 16."
            return "too few digits", text
        if np.asarray(expected).dtype == bool and right.ndim == 0:
            return f"{it} should be {bool(expected)}, but it is {got}. Look at the example: why?"
        place = [] if right.ndim == 0 else first_difference(array, right, rtol)
        where = f"{it}{place}" if place and returns[0] else f"{it}, at {place}," if place else it
        return f"{where} should be {right[tuple(place)]:.6g}, but is {array[tuple(place)]:.6g}. Compute it on paper."
    if dtype is not None and array.dtype != dtype:
        it = f"The numbers are right, but their type is {array.dtype}, and programs show such a picture wrongly"
        return (
            "wrong type",
            f"{it}. It should be {np.dtype(dtype)}: dtype=np.{np.dtype(dtype)}, or .astype at the end.",
        )
    if right.dtype.kind in "iu" and array.dtype.kind not in "iu":
        return "not whole numbers", f"{it} should be whole numbers (int); yours are {array.dtype}."
    if right.ndim and not isinstance(got, np.ndarray):
        text = f"{it} is a Python {type(got).__name__}, not an array. So `== 0` would not compare each number. "
        return "a list", text + "Make an array of it: np.array(...)."
    return ""


def same(got, expected, rtol=RTOL):
    """Tell whether two results are the same, up to rounding."""
    if isinstance(expected, tuple):
        several = isinstance(got, tuple | list) and len(got) == len(expected)
        return several and all(same(mine, its, rtol) for mine, its in zip(got, expected, strict=True))
    got, expected = as_arrays(got, expected)
    if got.shape != expected.shape or got.dtype.kind not in "biuf" or expected.dtype.kind not in "biuf":
        return False
    rtol = max(rtol, 1e-5) if got.dtype == np.float32 else rtol
    return np.allclose(got, expected, rtol=rtol, atol=rtol * scale(expected), equal_nan=True)


def first_difference(got, expected, rtol):
    """Find the first place in which two arrays differ."""
    atol = rtol * scale(expected)
    return np.argwhere(~np.isclose(got, expected, rtol=rtol, atol=atol, equal_nan=True))[0].tolist()


def sides_of(expected, got, rtol):
    """Cut long arrays to the rows around the first wrong number."""
    mine, right = as_arrays(got, expected)
    if (
        isinstance(expected, tuple)
        or mine.shape != right.shape
        or mine.dtype.kind not in "biuf"
        or same(mine, right, rtol)
    ):
        return expected, got
    return side_by_side_from(right, mine, (first_difference(mine, right, rtol) or [0])[0])


def scale(values):
    """Find the largest size among the finite numbers."""
    finite = np.abs(values[np.isfinite(values)]) if values.size else values
    return float(finite.max()) if finite.size else 1.0
