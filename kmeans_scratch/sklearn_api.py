"""What scikit-learn expects of every estimator, without importing scikit-learn.

The tools of scikit-learn read and set parameters (`clone`, `GridSearchCV`), and print an estimator. They ask for its
tags, and choose the kind of table that it returns. Only methods that scikit-learn itself calls import scikit-learn.
"""

import inspect
import sys
from html import escape
from typing import Any, TypeVar

import numpy as np

from .checks import check_feature_names, check_input_features, check_samples, check_sizes, feature_names
from .history import History

Self = TypeVar("Self", bound="Estimator")
CONTAINERS = ("default", "pandas", "polars")


class NotFittedError(ValueError, AttributeError):
    """The model was used before it was fitted."""


class Estimator:
    """The protocol of estimators. The parameters are those of the subclass's `__init__`."""

    cluster_centers_: np.ndarray
    history_: History
    n_features_in_: int
    feature_names_in_: np.ndarray

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return the parameters by name."""
        names = inspect.signature(type(self).__init__).parameters
        return {name: getattr(self, name) for name in names if name != "self"}

    def set_params(self: Self, **params: Any) -> Self:
        """Set parameters by name. Raises ValueError for an unknown name."""
        valid = self.get_params()
        for name, value in params.items():
            if name not in valid:
                raise ValueError(
                    f"Invalid parameter {name!r} for estimator {self}. Valid parameters are: {list(valid)}."
                )
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        """Show the parameters that differ from the defaults."""
        defaults = inspect.signature(type(self).__init__).parameters
        shown = {name: repr(value) for name, value in self.get_params().items()}
        changed = [f"{name}={text}" for name, text in shown.items() if text != repr(defaults[name].default)]
        return f"{type(self).__name__}({', '.join(changed)})"

    def _repr_html_(self) -> str:
        """Show the groups in a notebook, once the model is fitted."""
        groups = self.history_.html_groups() if hasattr(self, "history_") else ""
        return f"<p>{escape(repr(self))}</p>{groups}"

    def __sklearn_tags__(self) -> Any:
        """Describe this estimator to scikit-learn."""
        from sklearn.utils import Tags, TargetTags, TransformerTags

        return Tags(
            estimator_type="clusterer",
            target_tags=TargetTags(required=False),
            transformer_tags=TransformerTags(preserves_dtype=["float64", "float32"]),
        )

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """Return the names of the columns of `transform`: kmeans0, kmeans1, ... `input_features` must match `fit`."""
        self._check_fitted()
        if input_features is not None:
            check_input_features(input_features, getattr(self, "feature_names_in_", None), self.n_features_in_)
        return np.array([f"kmeans{group}" for group in range(len(self.cluster_centers_))], dtype=object)

    def set_output(self: Self, *, transform: str | None = None) -> Self:
        """Choose what `transform` returns: "default" (an array), "pandas" or "polars". None changes nothing."""
        if transform not in (None, *CONTAINERS):
            raise ValueError(f"transform={transform!r} should be one of {', '.join(map(repr, CONTAINERS))}, or None")
        if transform is not None:
            self._sklearn_output_config = {"transform": transform}  # the name that `clone` copies
        return self

    def _as_output(self, values: np.ndarray, X: Any) -> Any:
        """Return the values (n, k) of `transform` as an array, or as the table that `set_output` chose."""
        chosen = getattr(self, "_sklearn_output_config", {}).get("transform")
        if chosen is None and "sklearn" in sys.modules:
            chosen = sys.modules["sklearn"].get_config()["transform_output"]
        if chosen == "pandas":
            import pandas as pd

            index = X.index if isinstance(X, pd.DataFrame) else None
            return pd.DataFrame(values, index=index, columns=self.get_feature_names_out())
        if chosen == "polars":
            import polars as pl

            return pl.DataFrame(values, schema=self.get_feature_names_out().tolist(), orient="row")
        return values

    def _check_fitted(self) -> None:
        """Raise NotFittedError before `fit`: scikit-learn's class if it is loaded, because its tools catch it."""
        if not hasattr(self, "cluster_centers_"):
            error = getattr(sys.modules.get("sklearn.exceptions"), "NotFittedError", NotFittedError)
            raise error(
                f"This {type(self).__name__} instance is not fitted yet. "
                "Call 'fit' with appropriate arguments before using this estimator."
            )

    def _check_rows(self, X: Any) -> np.ndarray:
        """Return X as an array (n, d). Raises ValueError before `fit`, or if the features are not those of `fit`."""
        self._check_fitted()
        name = type(self).__name__
        check_feature_names(getattr(self, "feature_names_in_", None), feature_names(X), name)
        rows = check_samples(X)
        check_sizes(rows, None, 1, "X")
        if rows.shape[1] != self.n_features_in_:
            raise ValueError(
                f"X has {rows.shape[1]} features, but {name} is expecting {self.n_features_in_} features as input."
            )
        return rows
