"""Load a student's own `assign` and `update` from a file. The run then uses them, with all their bugs.

An error in this code becomes one line that names the file, the line and the mistake.
"""

import os
import runpy
import sys
import threading
import traceback
from collections.abc import Callable, Iterable
from functools import wraps
from types import ModuleType
from typing import Any

import numpy as np

LOADING = threading.Lock()  # one file at a time: sys.path and sys.modules belong to all threads


class StudentError(ValueError):
    """A student's function is wrong. The message is one line."""


def load_functions(path: str | os.PathLike[str]) -> dict[str, Callable[..., np.ndarray]]:
    """Load `assign` and `update`, or one of them, from a Python file, ready for `Stepper` and `lloyd`.

    Raises StudentError if the file cannot be read or run, or has neither function. The returned functions raise
    StudentError if the student's code fails, or returns values that cannot be labels (n,) or centroids (k, d).
    """
    path = os.fspath(path)
    file = os.path.abspath(path)  # the file may call os.chdir
    folder, here = os.path.dirname(file), os.getcwd()
    with LOADING:
        known, searched = set(sys.modules), list(sys.path)
        sys.path.insert(0, folder)  # the file may import files beside it
        try:
            names = call_or_explain(path, file, runpy.run_path, file)
        finally:
            sys.path[:] = searched
            os.chdir(here)
            forget_neighbours(folder, set(sys.modules) - known)
    checks = {"assign": wrong_labels, "update": wrong_centroids}
    found = {
        name: checked(names[name], path, file, wrong) for name, wrong in checks.items() if callable(names.get(name))
    }
    if not found:
        raise StudentError(f"{path}: has neither a function assign(X, centroids) nor update(X, labels, centroids)")
    return found


def forget_neighbours(folder: str, names: Iterable[str]) -> None:
    """Unload the modules in the student's folder: another student's modules may have the same names.

    Packages deeper inside the folder stay, such as those in its .venv: NumPy cannot be loaded a second time.
    """
    neighbours = {name for name in names if "." not in name and is_neighbour(sys.modules[name], folder)}
    for name in names:
        if name.partition(".")[0] in neighbours:
            del sys.modules[name]


def is_neighbour(module: ModuleType, folder: str) -> bool:
    """Tell whether a module or a package is directly in this folder."""
    file = getattr(module, "__file__", None)
    places = list(getattr(module, "__path__", [])) or ([file] if file else [])  # a package's folder, or a file
    return any(os.path.dirname(os.path.abspath(place)) == folder for place in places)


def checked(
    function: Callable[..., np.ndarray], path: str, file: str, wrong: Callable[..., str]
) -> Callable[..., np.ndarray]:
    """Make a student's function safe for the run: it receives copies, and its result is checked."""

    @wraps(function)
    def safe(*args: np.ndarray, **kwargs: np.ndarray) -> np.ndarray:
        X, centroids = args[0], args[-1]
        copies = [arg.astype(int) if arg.dtype.kind == "u" else arg.copy() for arg in args]  # as uint8, 0 - 1 is 255
        named = {name: value.copy() for name, value in kwargs.items()}
        result = call_or_explain(path, file, function, *copies, **named)
        if message := wrong(result, len(X), centroids.shape):
            raise StudentError(f"{path}: {function.__name__} returned {message}")
        return np.asarray(result)

    return safe


def call_or_explain(path: str, file: str, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call a function. Turn an error into one line of text with the line number in the student's file.

    `path` is the path as it was given, `file` is the absolute path.
    """
    try:
        with np.errstate(all="ignore"):  # NaN is found in the result
            return function(*args, **kwargs)
    except SyntaxError as error:
        where = as_given(error.filename or file, path, file)
        raise StudentError(f"{where}, line {error.lineno}: {error.msg}") from None
    except (Exception, SystemExit) as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())
        steps = traceback.extract_tb(error.__traceback__)
        own = [step for step in steps if os.path.dirname(step.filename) == os.path.dirname(file)]
        own = [step for step in own if os.path.isfile(step.filename)]
        if not own:  # the file itself cannot be read
            raise StudentError(f"{path}: {getattr(error, 'strerror', None) or what}") from None
        last = own[-1]  # in this file, or in one that it imports
        where = as_given(last.filename, path, file)
        if isinstance(error, NotImplementedError):
            raise StudentError(f"{where}: {last.name} is not written yet") from None
        raise StudentError(f"{where}, line {last.lineno}, in {last.name}: {last.line}: {what}") from None


def as_given(name: str, path: str, file: str) -> str:
    """Return the name of a student's file, relative in the same way as the given path."""
    if os.path.dirname(name) != os.path.dirname(file):
        return name
    return os.path.join(os.path.dirname(path), os.path.basename(name))


def as_array(result: Any) -> np.ndarray | str:
    """Return the value as an array, or a text that says why this is not possible."""
    if result is None:
        return "nothing: is the return missing?"
    try:
        return np.asarray(result)
    except ValueError:
        return "a list whose rows are not equally long"


def wrong_labels(labels: Any, n: int, shape: tuple[int, int]) -> str:
    """Return what is wrong with the labels of n samples, if centroids have this shape. Return "" if nothing is wrong.

    >>> wrong_labels(np.array([0, 2]), 2, (2, 3))
    'label 2; with 2 centroids, labels go from 0 to 1'
    """
    if isinstance(labels := as_array(labels), str):
        return labels
    if labels.shape != (n,):
        return f"an array of shape {labels.shape}; expected {(n,)}, a label for each sample"
    if labels.dtype.kind not in "iu":
        return f"labels of type {labels.dtype}; expected whole numbers"
    outside = labels[(labels < 0) | (labels >= shape[0])]
    return (
        f"label {outside[0]}; with {shape[0]} centroids, labels go from 0 to {shape[0] - 1}" if len(outside) else ""
    )


def wrong_centroids(centroids: Any, n: int, shape: tuple[int, int]) -> str:
    """Return what is wrong with new centroids, if the old ones have this shape. Return "" if nothing is wrong.

    >>> wrong_centroids(np.array([[1.0], [np.nan]]), 5, (2, 1))
    'nan for group 2: is it empty?'
    """
    if isinstance(centroids := as_array(centroids), str):
        return centroids
    if centroids.shape != shape:
        return f"an array of shape {centroids.shape}; expected {shape}, a centroid for each group"
    if centroids.dtype.kind not in "iuf":
        return f"centroids of type {centroids.dtype}; expected numbers"
    bad = np.flatnonzero(~np.isfinite(centroids).all(axis=1))
    return f"{centroids[bad[0]].max()} for group {bad[0] + 1}: is it empty?" if len(bad) else ""
