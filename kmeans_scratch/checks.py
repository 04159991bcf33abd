"""What `KMeans` refuses, and in which words: scikit-learn's, where it has them.

Each check stands once, at the door: behind it, the algorithm may trust what it is given.
"""

from numbers import Integral, Real
from typing import Any

import numpy as np

from .lloyd import Array


def check_parameters(n_clusters: Any, init: Any, n_init: Any, max_iter: Any, tol: Any) -> None:
    """Refuse parameters that make no sense, before any work is done."""
    whole = {"n_clusters": n_clusters, "max_iter": max_iter, "n_init": 1 if isinstance(n_init, str) else n_init}
    for name, value in whole.items():
        if not isinstance(value, Integral) or isinstance(value, bool) or value < 1:
            also = "'auto' or " if name == "n_init" else ""
            raise ValueError(
                f"The {name!r} parameter of KMeans must be {also}an int in the range [1, inf). Got {value!r} instead."
            )
    if isinstance(n_init, str) and n_init != "auto":
        raise ValueError(
            "The 'n_init' parameter of KMeans must be 'auto' or an int in the range [1, inf). "
            f"Got {n_init!r} instead."
        )
    if not isinstance(tol, Real) or not tol >= 0:
        raise ValueError(f"The 'tol' parameter of KMeans must be a float in the range [0, inf). Got {tol!r} instead.")
    if isinstance(init, str) and init not in ("k-means++", "random"):
        raise ValueError(
            "The 'init' parameter of KMeans must be 'k-means++', 'random', a callable or an array-like. "
            f"Got {init!r} instead."
        )


def check_enough(n_samples: int, n_clusters: int) -> None:
    """Refuse to make more groups than there are samples."""
    if n_samples < n_clusters:
        raise ValueError(f"n_samples={n_samples} should be >= n_clusters={n_clusters}.")


def check_centroids(centroids: Array, n_clusters: int, n_features: int) -> Array:
    """Refuse first centroids that are not (k, d)."""
    if centroids.ndim == 0 or len(centroids) != n_clusters:
        raise ValueError(
            f"The shape of the initial centers {centroids.shape} does not match the number of clusters {n_clusters}."
        )
    if centroids.shape[1:] != (n_features,):
        raise ValueError(
            f"The shape of the initial centers {centroids.shape} does not match "
            f"the number of features of the data {n_features}."
        )
    return check_finite(centroids, "init")


def is_colors(X: Array) -> bool:
    """Tell whether samples are colours, whose distinct ones are worth counting."""
    return X.dtype == np.uint8 and X.shape[1] in (3, 4)


def check_samples(X: Any) -> Array:
    """Return X as an array (n, d) of uint8 for colours, of float32 where it is so, of float64 elsewhere."""
    if hasattr(X, "toarray"):
        raise TypeError("Sparse data was passed for X, but dense data is required. Use '.toarray()' to convert it.")
    X = np.asarray(X)
    if X.ndim != 2:
        raise ValueError(
            f"Expected 2D array, got {X.ndim}D array instead. Reshape your data using array.reshape(-1, 1) "
            "if it has one feature, or array.reshape(1, -1) if it is one sample."
        )
    for number, what in zip(X.shape, ("sample", "feature"), strict=True):
        if number == 0:
            raise ValueError(
                f"Found array with 0 {what}(s) (shape={X.shape}) while a minimum of 1 is required by KMeans."
            )
    return X if is_colors(X) else as_floats(X, "X")


def check_weight(sample_weight: Any, n_samples: int) -> Array | None:
    """Return the weights as an array (n,) of float64; a single number is the weight of every sample."""
    if sample_weight is None:
        return None
    weight = as_floats(np.asarray(sample_weight), "sample_weight").astype(float)
    if weight.ndim == 0:
        weight = np.full(n_samples, weight)
    if weight.shape != (n_samples,):
        raise ValueError(f"sample_weight.shape == {weight.shape}, expected {(n_samples,)}!")
    if (weight < 0).any():
        raise ValueError(f"Negative values in data passed to `sample_weight`: {weight.min():g} at {weight.argmin()}.")
    if not weight.any():
        raise ValueError("Sample weights must contain at least one non-zero number.")
    return weight


def as_floats(values: Array, name: str) -> Array:
    """Return real, finite numbers as float32 where they are so, as float64 elsewhere."""
    if values.dtype.kind == "c":
        raise ValueError(f"Complex data not supported: {name} is of type {values.dtype}.")
    try:
        floats = values.astype(np.float32 if values.dtype == np.float32 else float, copy=False)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must hold numbers: {error}.") from None
    return check_finite(floats, name)


def check_finite(values: Array, name: str) -> Array:
    """Refuse NaN, which would spread to every mean, and infinity."""
    if np.isnan(values).any():
        raise ValueError(f"Input {name} contains NaN.")
    if np.isinf(values).any():
        raise ValueError(f"Input {name} contains infinity or a value too large for {values.dtype!r}.")
    return values
