"""A student's own `assign` and `update`, loaded from her file: her code moves the centroids, her bug shows.

What goes wrong in them becomes one line that names her file, her line and the mistake.
"""

import os
import runpy
import sys
import traceback
import warnings
from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np


class StudentError(ValueError):
    """What is wrong with a function that somebody handed in, in one line."""


def load_functions(path: str | os.PathLike[str]) -> dict[str, Callable[..., np.ndarray]]:
    """Load `assign` and `update`, or one of them, from a Python file, ready for `Stepper` and `lloyd`.

    Raises StudentError where the file cannot be read or run, or has neither; the functions that it returns raise it
    where hers fail, or return what cannot be labels (n,) or centroids (k, d).
    """
    path = os.fspath(path)
    folder = os.path.dirname(os.path.abspath(path))
    known, searched = set(sys.modules), list(sys.path)
    sys.path.insert(0, folder)  # it may import its neighbours
    try:
        names = blame(path, runpy.run_path, path)
    finally:
        sys.path[:] = searched
        for name in set(sys.modules) - known:  # another student may have neighbours of the same names
            if (getattr(sys.modules[name], "__file__", None) or "").startswith(folder):
                del sys.modules[name]
    checks = {"assign": wrong_labels, "update": wrong_centroids}
    found = {name: guard(names[name], path, wrong) for name, wrong in checks.items() if callable(names.get(name))}
    if not found:
        raise StudentError(f"{path}: has neither a function assign(X, centroids) nor update(X, labels, centroids)")
    return found


def guard(function: Callable[..., np.ndarray], path: str, wrong: Callable[..., str]) -> Callable[..., np.ndarray]:
    """Run a function of hers on copies, so that it cannot spoil the run, and look at what it returns."""

    @wraps(function)
    def guarded(*args: np.ndarray, **kwargs: np.ndarray) -> np.ndarray:
        X, centroids = args[0], args[-1]
        copies = [arg.astype(int) if arg.dtype.kind == "u" else arg.copy() for arg in args]  # labels that cannot wrap
        named = {name: value.copy() for name, value in kwargs.items()}
        result = blame(path, function, *copies, **named)
        if message := wrong(result, len(X), centroids.shape):
            raise StudentError(f"{path}: {function.__name__} returned {message}")
        return np.asarray(result)

    return guarded


def blame(path: str, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call a function; turn its error into one line that names the line of the file where it came from."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # NumPy's, of the NaN that comes out in the end
            return function(*args, **kwargs)
    except SyntaxError as error:
        raise StudentError(f"{error.filename or path}, line {error.lineno}: {error.msg}") from None
    except (Exception, SystemExit) as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())
        folder = os.path.dirname(os.path.abspath(path))
        steps = traceback.extract_tb(error.__traceback__)
        files = {step.filename for step in steps if os.path.isfile(step.filename)}
        own = {file for file in files if os.path.dirname(os.path.abspath(file)) == folder}
        hers = [step for step in steps if step.filename in own]
        if not hers:  # the file itself cannot be read
            raise StudentError(f"{path}: {getattr(error, 'strerror', None) or what}") from None
        last = hers[-1]  # in this file, or in one that it imports
        raise StudentError(f"{last.filename}, line {last.lineno}, in {last.name}: {last.line}: {what}") from None


def as_array(result: Any) -> np.ndarray | str:
    """Make an array of what a function returned, or say why that cannot be."""
    if result is None:
        return "nothing: is the return missing?"
    try:
        return np.asarray(result)
    except ValueError:
        return "a list whose rows are not equally long"


def wrong_labels(labels: Any, n: int, shape: tuple[int, int]) -> str:
    """Say what is wrong with labels for n samples and centroids of this shape; nothing if they are right.

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
    """Say what is wrong with new centroids where the old ones have this shape; nothing if they are right.

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
