"""Check the input of `KMeans`. Errors and warnings use scikit-learn's words if it has the same check.

The public functions check their input here, once. The algorithm itself can then trust its arguments.
"""

import warnings
from numbers import Integral, Real
from typing import Any

import numpy as np


class ConvergenceWarning(UserWarning):
    """The run found fewer groups than `n_clusters`."""


def check_parameters(n_clusters: Any, init: Any, n_init: Any, max_iter: Any, tol: Any) -> None:
    """Raise ValueError for parameters that cannot be used."""
    whole = {"n_clusters": n_clusters, "max_iter": max_iter, "n_init": 1 if isinstance(n_init, str) else n_init}
    for name, value in whole.items():
        if not isinstance(value, Integral) or isinstance(value, bool) or value < 1:
            also = "a str among {'auto'} or " if name == "n_init" else ""
            raise ValueError(
                f"The {name!r} parameter of KMeans must be {also}an int in the range [1, inf). Got {value!r} instead."
            )
    if isinstance(n_init, str) and n_init != "auto":
        raise ValueError(
            "The 'n_init' parameter of KMeans must be a str among {'auto'} or an int in the range [1, inf). "
            f"Got {n_init!r} instead."
        )
    if not isinstance(tol, Real) or not 0 <= float(tol) < np.inf:
        raise ValueError(
            f"The 'tol' parameter of KMeans must be a float in the range [0.0, inf). Got {tol!r} instead."
        )
    known = init in ("k-means++", "random") if isinstance(init, str) else callable(init) or np.ndim(init) > 0
    if not known:
        raise ValueError(
            "The 'init' parameter of KMeans must be a str among {'k-means++', 'random'}, "
            f"a callable or an array-like. Got {init!r} instead."
        )


def check_enough(n_samples: int, n_clusters: int) -> None:
    """Raise ValueError if there are fewer samples than groups."""
    if n_samples < n_clusters:
        raise ValueError(f"n_samples={n_samples} should be >= n_clusters={n_clusters}.")


def check_centroids(centroids: Any, n_clusters: int, n_features: int) -> np.ndarray:
    """Return first centroids as floats. Raises ValueError if they are not (k, d)."""
    centroids = as_floats(centroids, "init")
    check_2d(centroids)
    check_finite(centroids, "init")
    if len(centroids) != n_clusters:
        raise ValueError(
            f"The shape of the initial centers {centroids.shape} does not match the number of clusters {n_clusters}."
        )
    if centroids.shape[1:] != (n_features,):
        raise ValueError(
            f"The shape of the initial centers {centroids.shape} does not match "
            f"the number of features of the data {n_features}."
        )
    return centroids


def warn_of_few_clusters(labels: np.ndarray, n_clusters: int) -> None:
    """Warn with ConvergenceWarning if fewer groups have members than were asked for."""
    n_found = np.count_nonzero(np.bincount(labels))
    if n_found < n_clusters:
        warnings.warn(
            f"Number of distinct clusters ({n_found}) found smaller than n_clusters ({n_clusters}). "
            "Possibly due to duplicate points in X.",
            ConvergenceWarning,
            stacklevel=3,
        )


def is_colors(X: np.ndarray) -> bool:
    """Return whether samples have the shape and type of colours: (n, 3) or (n, 4) uint8."""
    return X.dtype == np.uint8 and X.shape[1:] in ((3,), (4,))


def check_samples(X: Any) -> np.ndarray:
    """Return X as an array (n, d): colours stay uint8, float32 stays float32, everything else becomes float64."""
    X = as_dense(X, "X")
    X = X if is_colors(X) else as_floats(X, "X")
    check_2d(X)
    for number, what in zip(X.shape, ("sample", "feature"), strict=True):
        if number == 0:
            raise ValueError(
                f"Found array with 0 {what}(s) (shape={X.shape}) while a minimum of 1 is required by KMeans."
            )
    return X if is_colors(X) else check_finite(X, "X")


def check_2d(values: np.ndarray) -> None:
    """Raise ValueError if values are not a table with a row for each sample and a column for each feature."""
    if values.ndim > 2:
        raise ValueError(f"Found array with dim {values.ndim}, while dim <= 2 is required by KMeans.")
    if values.ndim < 2:
        raise ValueError(
            f"Expected 2D array, got {'1D' if values.ndim else 'scalar'} array instead. Reshape your data using "
            "array.reshape(-1, 1) if it has one feature, or array.reshape(1, -1) if it is one sample."
        )


def check_weight(sample_weight: Any, n_samples: int) -> np.ndarray | None:
    """Return the weights as an array (n,) of float64. A single number is the weight of every sample."""
    if sample_weight is None:
        return None
    weight = as_floats(as_dense(sample_weight, "sample_weight"), "sample_weight").astype(float)
    check_finite(weight, "sample_weight")
    if weight.ndim > 1:
        raise ValueError(
            f"Sample weights must be 1D array or scalar, got {weight.ndim}D array. "
            f"Expected either a scalar value or a 1D array of length {n_samples}."
        )
    if weight.ndim == 0:
        weight = np.full(n_samples, weight)
    if weight.shape != (n_samples,):
        raise ValueError(f"sample_weight.shape == {weight.shape}, expected {(n_samples,)}!")
    if (weight < 0).any():
        raise ValueError(f"Negative values in data passed to `sample_weight`: {weight.min():g} at {weight.argmin()}.")
    if not weight.any():
        raise ValueError("Sample weights must contain at least one non-zero number.")
    return weight


def as_dense(values: Any, name: str) -> np.ndarray:
    """Turn values into an array. Raises TypeError for sparse arrays: NumPy misreads them."""
    if hasattr(type(values), "toarray"):  # ask the type: a table may have a column named toarray
        raise TypeError(
            f"Sparse data was passed for {name}, but dense data is required. Use '.toarray()' to convert it."
        )
    return np.asarray(values)


def as_floats(values: np.ndarray, name: str) -> np.ndarray:
    """Return real numbers as floats: float32 stays float32, everything else becomes float64."""
    if values.dtype.kind == "c":
        raise ValueError(f"Complex data not supported: {name} is of type {values.dtype}.")
    if values.dtype.kind in "mM" and np.isnat(values).any():  # a missing date would become a large number
        raise ValueError(f"Input {name} contains NaN.")
    try:
        with np.errstate(over="ignore"):  # a number too large becomes infinity, which `check_finite` refuses
            return values.astype(np.float32 if values.dtype == np.float32 else float, copy=False)
    except (TypeError, ValueError, OverflowError) as error:  # values such as a dict, a word or 10**400
        if "NAType" in str(error):  # pandas writes this for a missing number
            raise ValueError(f"Input {name} contains NaN.") from None
        kind = TypeError if isinstance(error, TypeError) else ValueError
        raise kind(f"{name} must hold numbers: {str(error).rstrip('.')}.") from None


def check_finite(values: np.ndarray, name: str) -> np.ndarray:
    """Return values. Raises ValueError for NaN, which would spread to every mean, and for infinity."""
    if np.isnan(values).any():
        raise ValueError(f"Input {name} contains NaN.")
    if np.isinf(values).any():
        raise ValueError(f"Input {name} contains infinity or a value too large for {values.dtype!r}.")
    return values


def check_sizes(values: np.ndarray, weight: np.ndarray | None, n_samples: int, name: str) -> None:
    """Raise ValueError for numbers so large that the inertia of n_samples could become infinite."""
    largest = max(-float(values.min()), float(values.max()))
    with np.errstate(over="ignore"):
        total = n_samples if weight is None else weight.sum()
        inertia = np.square(2.0 * largest) * values.shape[1] * total
    if np.isinf(inertia):
        raise ValueError(
            f"Input {name} contains infinity or a value too large for dtype('float64'): "
            f"{largest:g} squared, times {values.shape[1]} feature(s), times a total weight of {total:g}."
        )


# The names of features, if the samples come in a table with named columns


def feature_names(X: Any) -> np.ndarray | None:
    """Return the names of a table's columns, (d,), if they are strings; otherwise None."""
    names = np.array(list(getattr(X, "columns", ())), dtype=object)
    types = sorted({type(name).__qualname__ for name in names})
    if "str" not in types:
        return None
    if len(types) > 1:
        raise TypeError(
            "Feature names are only supported if all input features have string names, but your input has "
            f"{types} as feature name / column name types. Convert them with X.columns = X.columns.astype(str)."
        )
    return names


def check_feature_names(fitted: np.ndarray | None, given: np.ndarray | None, model: str) -> None:
    """Raise ValueError if the names or the order of the features differ from `fit`. Warn if names are missing."""
    if fitted is None and given is None:
        return
    if fitted is None:
        warnings.warn(f"X has feature names, but {model} was fitted without feature names", stacklevel=4)
    elif given is None:
        warnings.warn(f"X does not have valid feature names, but {model} was fitted with feature names", stacklevel=4)
    elif fitted.tolist() != given.tolist():
        unseen, missing = sorted({*given} - {*fitted}), sorted({*fitted} - {*given})
        message = ["The feature names should match those that were passed during fit."]
        message += listed("Feature names unseen at fit time:", unseen)
        message += listed("Feature names seen at fit time, yet now missing:", missing)
        if not (unseen or missing):
            message += ["Feature names must be in the same order as they were in fit."]
        raise ValueError("\n".join(message) + "\n")


def check_input_features(given: Any, fitted: np.ndarray | None, n_features: int) -> None:
    """Raise ValueError if the names, or their number, differ from `fit`."""
    if fitted is not None and list(given) != list(fitted):
        raise ValueError("input_features is not equal to feature_names_in_")
    if len(given) != n_features:
        raise ValueError(
            f"input_features should have length equal to number of features ({n_features}), got {len(given)}"
        )


def listed(title: str, names: list[str]) -> list[str]:
    """Return a title and up to five names, one name in each line. Return [] if there is no name.

    >>> listed("Names:", ["a", "b"])
    ['Names:', '- a', '- b']
    """
    lines = [f"- {name}" for name in names[:5]] + ["- ..."] * (len(names) > 5)
    return [title, *lines] if names else []
