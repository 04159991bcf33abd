"""Write arguments and results for a student to read."""

from inspect import signature

import numpy as np


def copy(value):
    """Copy arrays, so that nobody can change the original."""
    return value.copy() if isinstance(value, np.ndarray) else value


def as_arrays(*values):
    """Make arrays of any values; a value that cannot become one becomes an array of objects."""
    arrays = []
    for value in values:
        try:
            arrays.append(np.asarray(value))
        except ValueError:
            arrays.append(np.array(None))
    return arrays


def parameters(function):
    """Name the parameters of a function."""
    return list(signature(function).parameters)


def write_call(function, args):
    """Write a call and its arguments so that a student can paste them."""
    names = (parameters(function) + [f"argument_{number}" for number in range(1, 9)])[: len(args)]
    lines = [as_python(name, arg) for name, arg in zip(names, args, strict=True)]
    return "\n".join([*lines, f"{function.__name__}({', '.join(names)})"])


def as_python(name, value):
    """Write a value as Python, an array with its np. before it."""
    if isinstance(value, np.random.Generator):
        return f"{name} = np.random.default_rng()"
    if not isinstance(value, np.ndarray):
        return f"{name} = {value!r}"
    with np.printoptions(precision=4, suppress=True, threshold=100, edgeitems=2, linewidth=90):
        text = "np." + repr(value).replace("dtype=", "dtype=np.")
    return f"{name} = " + text.replace("\n", "\n" + " " * len(f"{name} = np."))


def show(value):
    """Write a result: short, rounded, the parts of a tuple one below the other."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return "\n".join(map(show, value))
    (array,) = as_arrays(value)
    if array.dtype.kind not in "biuf":
        return repr(value)[:200]
    with np.printoptions(precision=4, suppress=True, threshold=60, edgeitems=3, linewidth=50):
        return np.array2string(array, separator=", ")


def side_by_side_from(expected, got, row, most=8):
    """Cut two long arrays to the rows around the first wrong one: two texts."""
    if np.ndim(expected) == 0 or len(expected) <= most:
        return show(expected), show(got)
    rows = slice(max(0, row - 1), row + 2)
    above = f"rows {rows.start} to {min(rows.stop, len(expected)) - 1} of {len(expected)}:\n"
    return above + show(np.asarray(expected)[rows]), above + show(np.asarray(got)[rows])
