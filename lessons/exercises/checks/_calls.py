"""Run the functions of an answer: safely, watched line by line, or against the clock."""

import ast
import sys
import time
from collections import Counter
from inspect import signature
from pathlib import Path

import numpy as np

from ._mistakes import Mistake, as_mistake, command, file_of, must
from ._show import copy, parameters

SOLUTIONS = Path(__file__).resolve().parents[1] / "solutions"


class Answer:
    """The functions of an answer; one that is missing is a Mistake."""

    def __init__(self, names, file, tree=None):
        """Take the names that the file defines, and its parsed text."""
        self._names, self.file, self.tree, self.asked = names, file, tree, set()

    def __getattr__(self, name):
        """Find a function of the answer."""
        function = self._names.get(name)
        self.asked.add(name)
        if not callable(function):
            reset = command(f"--reset {self.file.stem[:4]}", self.file.parent)
            raise Mistake(
                f"{self.file.name} has no function {name}. Was it renamed or deleted? `{reset}` writes the empty "
                "exercise again, and keeps a backup of your file.",
                name="function missing",
            )
        must_take_the_same(function, self.file, name)
        return function


def must_take_the_same(function, file, name):
    """Raise a Mistake if a function cannot be called as its exercise says."""
    text = (SOLUTIONS / f"{file.stem}.py").read_text(encoding="utf-8")
    right = next(node for node in ast.parse(text).body if getattr(node, "name", "") == name).args
    try:
        for number in range(len(right.args) - len(right.defaults), len(right.args) + 1):
            signature(function).bind(*range(number))
    except (TypeError, ValueError) as error:
        raise Mistake(
            f"The arguments of {name} were changed. Its first line should be `def {name}({ast.unparse(right)}):`.",
            name="arguments changed",
            line=(file_of(function), function.__code__.co_firstlineno) if hasattr(function, "__code__") else None,
        ) from error


def call(function, *args):
    """Call a function on copies of args. An error in it, a missing result or a changed argument is a Mistake."""
    given = [copy(arg) for arg in args]
    try:
        result = function(*given)
    except Mistake:
        raise
    except (Exception, SystemExit) as error:
        raise as_mistake(error, function, args) from error
    must(
        result is not None,
        f"{function.__name__} returned nothing (None). Is its last line a `return`?",
        name="nothing returned",
        example=(function, args),
    )
    for name, before, after in zip(parameters(function), args, given, strict=False):
        if isinstance(before, np.ndarray):
            must(
                np.array_equal(before, after),
                f"{function.__name__} changed its argument {name} in place. So the data of the caller are lost. "
                f"Below is {name} before and after the call. Use a copy, `{name}.copy()`. Or make new arrays: `a = "
                "a - b`, not `a -= b`.",
                name="argument changed in place",
                example=(function, args),
                expected=before,
                got=after,
                line=watch(function, args).last,
            )
    return result


class Watched:
    """How a call went: its result, `lines` (how often each line ran), `calls`, and `last`, where it ended."""

    def __init__(self):
        """Start with nothing seen."""
        self.result, self.lines, self.calls, self.last = None, Counter(), 0, None


def watch(function, args):
    """Call a function with its lines counted. Only lines of the file that it comes from count, calls of any file."""
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
    except Exception:  # its last line is all that is wanted
        pass
    finally:
        sys.settrace(before)
    return seen


def slow(function, make, idea, *, rows=400, allowed=400, noun="pixels", large=12_000_000, power=1):
    """Find a Python loop over the rows: a remark, or nothing. It counts lines: a slow computer changes nothing.

    `make(n)` gives arguments with n rows; `idea` is what to try instead. No line may run `allowed` times with `rows`
    rows. How long `large` rows take is estimated: time grows with the number of rows to this power.
    """
    seen = watch(function, make(rows))
    if max([seen.calls, *seen.lines.values()]) < allowed:
        return ""
    seconds = min(seconds_of(function, make(rows)) for _ in range(3)) * (large / rows) ** power
    line = f" (line {seen.lines.most_common(1)[0][0]})" if seen.lines else ""
    return (
        f"{function.__name__} is right, but slow: a Python loop{line} goes through the {noun} one by one. For "
        f"{large:,} {noun} it takes {long(seconds)} or more. {idea}"
    )


def seconds_of(function, args):
    """Measure how long a call takes."""
    start = time.perf_counter()
    function(*args)
    return time.perf_counter() - start


def long(seconds):
    """Write a time in words, for a student: 1 second, 40 seconds, 3 minutes, 2 hours."""
    units = [(1, "second"), (60, "minute"), (3600, "hour"), (86400, "day")]
    size, unit = next((pair for pair in reversed(units) if seconds >= 0.99 * pair[0]), units[0])
    number = max(1, round(seconds / size))
    return f"{number} {unit}{'s' * (number > 1)}"


def written(function):
    """Write the code of a function and of its helpers in one plain form, without comments, to search in it."""
    file = Path(file_of(function))
    try:
        tree = ast.parse(file.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return ""
    others = exercise_functions(file.stem) - {function.__name__}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and ast.get_docstring(node):
            node.body[0] = ast.Pass()
    return "\n".join(ast.unparse(node) for node in tree.body if getattr(node, "name", "") not in others)


def exercise_functions(exercise):
    """Name the functions that an exercise asks for."""
    text = (SOLUTIONS / f"{exercise}.py").read_text(encoding="utf-8")
    return {node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}
