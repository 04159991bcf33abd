"""What the checks are made of. To add an exercise `ex11_name`, write two files:

- `solutions/ex11_name.py`: a plain file with the functions. The stub is made of it: the same file, but of each
  function only the signature and the docstring, then `raise NotImplementedError`. `check.py --reset ex11` writes it.
- `checks/ex11_name.py`: the checks, found by their names.

A module of checks holds

- a docstring, whose first line is the title of the exercise;
- `HINTS`, three strings, from a nudge to nearly there;
- functions `check_…(answer, rng)`, run from first to last until one raises `Mistake`. Its docstring is what the
  student reads beside ✓ or ✗. `answer` has her functions: `answer.assign`. `rng` draws fresh data in each run, and
  the same again with the same `--seed`;
- if her file may import the package: `ALLOWED = ("kmeans_scratch",)`.

Most checks are one call of `compare`: her function, some cases from small to large, the right function, and a table
of named wrong versions: `{"argmax for argmin": (function, "what to say")}`. Where her answer is not right, each wrong
version is tried; the first that gives what she gives in every case has the word, otherwise a general sentence. So a
mistake seen in class becomes one entry of a table. Keep cases small and of whole numbers: students read them, sums
are exact, and ties are ties. `must` states anything else, `call` runs her function safely, `not_slow` finds Python
loops over the rows.
"""

import os
import sys
import time
import traceback
from collections import Counter
from inspect import signature

import numpy as np

EXPLAIN = {  # part of Python's message: what it means, in simple words
    "NotImplementedError": "{name} is not written yet: put your code in place of `raise NotImplementedError`.",
    "SystemExit": "Your code calls exit() or sys.exit(), which ends Python before its answer is there. Use `return`.",
    "EOFError": "Your code waits for input(), but nobody types here. Everything it needs is in its arguments.",
    "RecursionError": "{name} calls itself again and again, without an end.",
    "MemoryError": "{name} asks for more memory than there is. How large does its largest array become?",
    "could not be broadcast": "NumPy cannot fit two arrays together. Print their shapes: counted from the "
    "right, sizes must be equal, or one of them 1. `X[:, None]` puts a 1 in the middle.",
    "truth value of an array": "`if` and `while` need one True or False, and an array holds many. Do you mean "
    "`.all()` or `.any()`?",
    "Cannot cast ufunc": "`+=`, `-=` and `/=` cannot put fractions into an array of whole numbers. Make a new array: "
    "`a = a / b`.",
    "'NoneType'": "Something here is None. Has a function that you use lost its `return`?",
    "Python integer": "A number does not fit into the type of an array: uint8 holds 0 to 255 only. Make floats "
    "before you calculate: `a.astype(float)`.",
    "out of bounds": "An index is too large: numbers go from 0 to the length minus 1.",
    "NameError": "Python does not know this name. Is it spelled the same everywhere, and made before it is used?",
    "positional argument": "A function is called with too many or too few arguments. Compare with its `def` line.",
    "cannot reshape array": "Is the shape of one picture written into your code? Take .shape of the array, or -1.",
    "boolean index did not match": "A mask needs one True or False for each row it picks from. Print both shapes.",
    "do not sum to 1": "Chances must add up to 1: divide them by their sum.",
    "contain NaN": "The chances hold nan: something was divided by 0.",
    "ZeroDivisionError": "Something is divided by 0. Is there a group with nothing in it?",
}


class Mistake(Exception):  # noqa: N818, it is not our error
    """What is wrong with an answer, in words, with the example that shows it."""

    def __init__(self, message, *, example="", expected=None, got=None, line=None):
        """Keep texts; expected and got may be any values, line is (file, number)."""
        super().__init__(message)
        self.message, self.example, self.line = message, example, line
        self.expected, self.got = (None if value is None else show(value) for value in (expected, got))


def must(true, message, **more):
    """Raise a Mistake unless something is true; for what may follow see `Mistake`."""
    if not true:
        raise Mistake(message, **more)


# Running her function


class Answer:
    """Her functions; one that is missing is a Mistake."""

    def __init__(self, names, file):
        """Take the names that her file defines."""
        self._names, self._file = names, file

    def __getattr__(self, name):
        """Find a function of hers."""
        if not callable(self._names.get(name)):
            short = self._file.stem[:4]
            raise Mistake(
                f"{self._file.name} has no function {name}. Was it renamed or deleted? "
                f"`python lessons/check.py --reset {short}` brings the empty one back, and keeps what you have."
            )
        return self._names[name]


def call(function, *args):
    """Call her function on copies of args. An error in it, a missing result or a changed argument is a Mistake."""
    given = [copy(arg) for arg in args]
    try:
        result = function(*given)
    except Mistake:
        raise
    except (Exception, SystemExit) as error:
        raise as_mistake(error, function, example(function, args)) from error
    must(
        result is not None,
        f"{function.__name__} returned nothing (None). Is its last line a `return`?",
        example=example(function, args),
    )
    for name, before, after in zip(parameters(function), args, given, strict=False):
        if isinstance(before, np.ndarray):
            must(
                np.array_equal(before, after),
                f"{function.__name__} changed its argument {name} in place, so its caller loses the data. "
                f"Work on a copy: `{name}.copy()`, or make new arrays: `a = a - b` and not `a -= b`.",
                example=example(function, args),
                expected=before,
                got=after,
                line=watch(function, args).last,
            )
    return result


def as_mistake(error, function, example=""):
    """Turn an error in her code into a Mistake: what it means, what Python said, and the line of hers."""
    said = f"{type(error).__name__}: {error}"
    name = getattr(function, "__name__", "your file")
    folder = os.path.dirname(file_of(function))
    hers = [step for step in traceback.extract_tb(error.__traceback__) if os.path.dirname(step.filename) == folder]
    other = os.path.basename(hers[-1].filename) if hers and hers[-1].filename != file_of(function) else ""
    if other:
        name = f"{hers[-1].name} in {other}"
    meaning = next((text.format(name=name) for part, text in EXPLAIN.items() if part in said), f"{name} stopped.")
    if other:
        meaning += f" This exercise builds on that one: `python lessons/check.py {other[:4]}` tells more."
    line = (hers[-1].filename, hers[-1].lineno) if hers else None
    if isinstance(error, NotImplementedError):
        return Mistake(meaning, line=line)
    return Mistake(f"{meaning}\nPython says: {said}", example=example, line=line)


class Watched:
    """How a call went: its result, `lines` (how often each line of hers ran), `calls`, and `last`, where it ended."""

    def __init__(self):
        """Start with nothing seen."""
        self.result, self.lines, self.calls, self.last = None, Counter(), 0, None


def watch(function, args):
    """Call her function and watch its lines."""
    seen, file, before = Watched(), file_of(function), sys.gettrace()

    def trace(frame, event, _):
        seen.calls += event == "call"
        if frame.f_code.co_filename != file:
            return None
        if event == "line":
            seen.lines[frame.f_lineno] += 1
        elif event == "return" and frame.f_code is function.__code__:
            seen.last = (file, frame.f_lineno)
        return trace

    given = [copy(arg) for arg in args]
    sys.settrace(trace)
    try:
        seen.result = function(*given)
    except Exception:  # its last line is what we came for
        pass
    finally:
        sys.settrace(before)
    return seen


def not_slow(function, make, idea, *, rows=2000, noun="pixels"):
    """Find a Python loop over the rows by counting lines, not seconds: a slow computer fails nobody.

    `make(n)` gives arguments with n rows; `idea` is what to try instead.
    """
    seen = watch(function, make(rows))
    if max([seen.calls, *seen.lines.values()]) < rows:
        return
    args = make(10 * rows)
    start = time.perf_counter()
    call(function, *args)
    seconds = time.perf_counter() - start
    line = (file_of(function), seen.lines.most_common(1)[0][0]) if seen.lines else seen.last
    raise Mistake(
        f"{function.__name__} is right, but too slow: it goes through the {noun} one by one, in a Python loop. "
        f"{10 * rows:,} {noun} took {seconds:.2f} seconds; a photograph of 12 million would take about "
        f"{long(seconds * 12e6 / (10 * rows))}, each time. {idea}",
        line=line,
    )


def long(seconds):
    """Write a time in words, for a student: 1 second, 40 seconds, 3 minutes."""
    number, unit = (seconds, "second") if seconds < 59.5 else (seconds / 60, "minute")
    number = max(1, round(number))
    return f"{number} {unit}{'s' * (number > 1)}"


# Holding it against the right answer


def compare(function, cases, right, wrong=None, *, returns=("",), dtype=None, rtol=1e-9, otherwise=None):
    """Hold her function against the right one: in each case, from small to large, a tuple of arguments.

    `wrong` is the table of named wrong versions. A function that returns several things names them in `returns`.
    `dtype` is what the result must have; without it floats may be any numbers, and whole numbers must be whole.
    `otherwise` is what to say where numbers are wrong and no wrong version gives them.
    """
    hers, rights, bad = [], [], None
    for number, case in enumerate(cases):
        try:
            hers.append(call(function, *case))
        except Mistake:
            if bad is None:
                raise
            break  # a smaller case has gone wrong before
        rights.append(right(*map(copy, case)))
        if bad is None and problem(hers[-1], rights[-1], returns, dtype, rtol):
            bad = number
    if bad is None:
        return
    message = problem(hers[bad], rights[bad], returns, dtype, rtol)
    message = otherwise if otherwise and "another number" in message else message
    if all(same(answer, hers[0]) for answer in hers[1:]) and not all(
        same(answer, rights[0]) for answer in rights[1:]
    ):
        message = (
            f"{function.__name__} gives the same answer to different questions. Are numbers of an example written "
            "into it? Use the arguments only."
        )
    for version, text in (wrong or {}).values():
        if all(imitates(version, case, answer) for case, answer in zip(cases, hers, strict=False)):
            message = text
            break
    raise Mistake(
        message,
        example=example(function, cases[bad]),
        expected=rights[bad],
        got=hers[bad],
        line=watch(function, cases[bad]).last,
    )


def problem(got, expected, returns=("",), dtype=None, rtol=1e-9):
    """Say in general words what is wrong with a result; nothing if it is right."""
    if isinstance(expected, tuple):
        if not isinstance(got, tuple | list) or len(got) != len(expected):
            return f"It should return {len(expected)} things: `return {', '.join(returns)}`."
        problems = [problem(mine, its, (name,)) for mine, its, name in zip(got, expected, returns, strict=True)]
        return next(filter(None, problems), "")
    what, (got, expected) = returns[0] or "The result", as_arrays(got, expected)
    if got.dtype.kind not in "biuf":
        return f"{what} should be a NumPy array of numbers, not of {got.dtype}."
    if got.shape != expected.shape:
        return f"{what} has the shape {got.shape}; it should be {expected.shape}."
    if dtype is not None and got.dtype != dtype:
        return f"{what} should be of type {np.dtype(dtype)}; yours is {got.dtype}."
    if expected.dtype.kind in "iu" and got.dtype.kind not in "iu":
        return f"{what} should be whole numbers (int); yours are {got.dtype}."
    if np.isnan(got).any() and not np.isnan(expected).any():
        return f"{what} holds nan, not a number: something was divided by 0. Is there a group with nothing in it?"
    if same(got, expected, rtol):
        return ""
    if expected.ndim == 0:
        return f"{what} should be another number."
    place = np.argwhere(~np.isclose(got, expected, rtol=rtol, atol=rtol * scale(expected)))[0].tolist()
    return f"{what} has another number in place {place} than it should. Work this example out on paper."


def same(got, expected, rtol=1e-9):
    """Tell whether two results are the same, up to rounding."""
    if isinstance(expected, tuple):
        several = isinstance(got, tuple | list) and len(got) == len(expected)
        return several and all(same(mine, its, rtol) for mine, its in zip(got, expected, strict=True))
    got, expected = as_arrays(got, expected)
    if got.shape != expected.shape or got.dtype.kind not in "biuf" or expected.dtype.kind not in "biuf":
        return False
    return np.allclose(got, expected, rtol=rtol, atol=rtol * scale(expected), equal_nan=True)


def imitates(version, case, answer):
    """Tell whether a wrong version gives this answer too."""
    try:
        return same(answer, version(*map(copy, case)))
    except Exception:  # a wrong version may fail where hers does not
        return False


# Little things


def as_arrays(*values):
    """Make arrays of anything; what cannot be one, an array of objects."""
    arrays = []
    for value in values:
        try:
            arrays.append(np.asarray(value))
        except ValueError:
            arrays.append(np.array(None))
    return arrays


def scale(values):
    """Find the largest size among the finite numbers."""
    finite = np.abs(values[np.isfinite(values)]) if values.size else values
    return float(finite.max()) if finite.size else 1.0


def copy(value):
    """Copy arrays, so that nobody can spoil the original."""
    return value.copy() if isinstance(value, np.ndarray) else value


def file_of(function):
    """Name the file a function comes from."""
    code = getattr(function, "__code__", None)
    return code.co_filename if code else getattr(function, "__file__", "")


def parameters(function):
    """Name the parameters of a function."""
    return list(signature(function).parameters)


def example(function, args):
    """Write a call and its arguments so that a student can paste them."""
    names = (parameters(function) + [f"argument_{number}" for number in range(1, 9)])[: len(args)]
    lines = [paste(name, arg) for name, arg in zip(names, args, strict=True)]
    return "\n".join([*lines, f"{function.__name__}({', '.join(names)})"])


def paste(name, value):
    """Write a value as Python, an array with its np. before it."""
    if isinstance(value, np.random.Generator):
        return f"{name} = np.random.default_rng()"
    if not isinstance(value, np.ndarray):
        return f"{name} = {value!r}"
    with np.printoptions(precision=4, suppress=True, threshold=100, edgeitems=2, linewidth=90):
        text = "np." + repr(value).replace("dtype=", "dtype=np.")
    return f"{name} = " + text.replace("\n", "\n" + " " * len(f"{name} = np."))


def show(value):
    """Write a result for a student to read: short, rounded, the parts of a tuple one below the other."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return "\n".join(map(show, value))
    (array,) = as_arrays(value)
    if array.dtype.kind not in "biufS":
        return repr(value)[:200]
    with np.printoptions(precision=4, suppress=True, threshold=60, edgeitems=3, linewidth=50):
        return np.array2string(array, separator=", ")
