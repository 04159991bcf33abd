"""What is refused, and in which words."""

import re

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_array_equal
from scipy.sparse import csr_array

from kmeans_scratch import KMeans
from kmeans_scratch.checks import check_samples, check_weight, is_colors

X = np.array([[0.0, 0.0], [0.0, 1.0], [9.0, 9.0]])


def with_one(value, dtype=float):
    """Samples, one number of which is out of the ordinary."""
    samples = X.astype(dtype)
    samples[1, 0] = value
    return samples


@pytest.mark.parametrize(
    ("samples", "words"),
    [
        (X[:1], "n_samples=1 should be >= n_clusters=2."),
        (np.zeros((1, 3), dtype=np.uint8), "n_samples=1 should be >= n_clusters=2."),
        (X[:, 0], "Expected 2D array, got 1D array instead. Reshape your data using array.reshape(-1, 1)"),
        (7, "Expected 2D array, got scalar array instead."),
        (None, "Expected 2D array, got scalar array instead."),
        ("rocks.png", "X must hold numbers: could not convert string to float:"),
        (np.zeros((2, 2, 3)), "Found array with dim 3, while dim <= 2 is required by KMeans."),
        (np.zeros((2, 2, 3), dtype=np.uint8), "Found array with dim 3, while dim <= 2 is required by KMeans."),
        (np.empty((0, 2)), "Found array with 0 sample(s) (shape=(0, 2)) while a minimum of 1 is required by KMeans."),
        (
            np.empty((3, 0)),
            "Found array with 0 feature(s) (shape=(3, 0)) while a minimum of 1 is required by KMeans.",
        ),
        (with_one(np.nan), "Input X contains NaN."),
        (with_one(np.nan, np.float32), "Input X contains NaN."),
        (with_one(np.inf), "Input X contains infinity or a value too large for dtype('float64')."),
        (with_one(-np.inf, np.float32), "Input X contains infinity or a value too large for dtype('float32')."),
        (X * 1j, "Complex data not supported: X is of type complex128."),
        (with_one("red", object), "X must hold numbers: could not convert string to float: 'red'."),
        (with_one(None, object), "Input X contains NaN."),
        (with_one(pd.NA, object), "Input X contains NaN."),
        (
            pd.DataFrame({"grams": pd.array([10, None, 30], dtype="Int64"), "cm": [1.0, 2.0, 3.0]}),
            "Input X contains NaN.",
        ),
        (pd.DataFrame({"grams": pd.array([1.5, None, 3.5], dtype="Float64")}), "Input X contains NaN."),
        (np.array([["2026-01-01"], ["NaT"], ["2026-01-03"]], dtype="datetime64[ns]"), "Input X contains NaN."),
        (with_one(10**400, object), "X must hold numbers: int too large to convert to float."),
        ([["0", "red"], ["1", "2"]], "X must hold numbers: could not convert string to float:"),
    ],
)
def test_samples_that_cannot_be_clustered(samples, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        KMeans(n_clusters=2).fit(samples)


def test_samples_that_are_no_numbers_at_all_are_of_the_wrong_type():
    words = "X must hold numbers: float() argument must be a string or a real number, not 'dict'."
    with pytest.raises(TypeError, match=re.escape(words)):
        KMeans(n_clusters=2).fit(with_one({}, object))


@pytest.mark.parametrize("name", ["X", "sample_weight", "init"])
def test_what_is_sparse_is_of_the_wrong_type(name):
    given = {"X": X, "sample_weight": np.ones(3), "init": X[:2]}
    given[name] = csr_array(np.atleast_2d(given[name]))
    words = f"Sparse data was passed for {name}, but dense data is required. Use '.toarray()' to convert it."
    with pytest.raises(TypeError, match=re.escape(words)):
        KMeans(n_clusters=2, init=given["init"]).fit(given["X"], sample_weight=given["sample_weight"])


@pytest.mark.parametrize(
    ("weight", "words"),
    [
        ([1, 2], "sample_weight.shape == (2,), expected (3,)!"),
        (
            [[1], [2], [3]],
            "Sample weights must be 1D array or scalar, got 2D array. Expected either a scalar value or",
        ),
        (pd.array([1, None, 1], dtype="Int64"), "Input sample_weight contains NaN."),
        ([1, 2, -0.5], "Negative values in data passed to `sample_weight`: -0.5 at 2."),
        (-1, "Negative values in data passed to `sample_weight`: -1 at 0."),
        ([0, 0, 0], "Sample weights must contain at least one non-zero number."),
        (0, "Sample weights must contain at least one non-zero number."),
        ([1, np.nan, 1], "Input sample_weight contains NaN."),
        ([1, np.inf, 1], "Input sample_weight contains infinity"),
        ([1, 1j, 1], "Complex data not supported: sample_weight is of type complex128."),
        (["a", "b", "c"], "sample_weight must hold numbers:"),
    ],
)
def test_weights_that_weigh_nothing_sensible(weight, words):
    model = KMeans(n_clusters=2, random_state=0)
    with pytest.raises(ValueError, match=re.escape(words)):
        model.fit(X, sample_weight=weight)
    with pytest.raises(ValueError, match=re.escape(words)):
        model.fit(X).score(X, sample_weight=weight)


WHOLE = "The {!r} parameter of KMeans must be {}an int in the range [1, inf). Got {!r} instead."
FEATURES = "The shape of the initial centers {} does not match the number of features of the data 2."
CLUSTERS = "The shape of the initial centers {} does not match the number of clusters 2."


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        *(({"n_clusters": k}, WHOLE.format("n_clusters", "", k)) for k in (0, -1, 2.5, 2.0, "5", True, None)),
        *(({"max_iter": m}, WHOLE.format("max_iter", "", m)) for m in (0, 1.5, "all", True)),
        *(
            ({"n_init": n}, WHOLE.format("n_init", "a str among {'auto'} or ", n))
            for n in (0, 1.5, "all", True, None)
        ),
        *(
            (
                {"tol": tol},
                f"The 'tol' parameter of KMeans must be a float in the range [0.0, inf). Got {tol!r} instead.",
            )
            for tol in (-1e-9, np.nan, np.inf, "0", None)
        ),
        *(
            (
                {"init": init},
                f"must be a str among {{'k-means++', 'random'}}, a callable or an array-like. Got {init!r} instead.",
            )
            for init in ("kmeans++", None, 2)
        ),
        ({"init": np.zeros((3, 2))}, CLUSTERS.format("(3, 2)")),
        ({"init": np.zeros((1, 2))}, CLUSTERS.format("(1, 2)")),
        ({"init": np.zeros((2, 3))}, FEATURES.format("(2, 3)")),
        ({"init": np.zeros(2)}, "Expected 2D array, got 1D array instead."),
        ({"init": np.zeros((2, 2, 1))}, "Found array with dim 3, while dim <= 2 is required by KMeans."),
        ({"init": lambda X, n_clusters, random_state: X[0]}, "Expected 2D array, got 1D array instead."),
        ({"init": lambda X, n_clusters, random_state: X}, CLUSTERS.format("(3, 2)")),
        ({"init": np.full((2, 2), np.nan)}, "Input init contains NaN."),
        ({"init": [[0, 0], [0, np.inf]]}, "Input init contains infinity"),
        ({"init": np.zeros((2, 2)) * 1j}, "Complex data not supported: init is of type complex128."),
    ],
)
def test_parameters_that_make_no_sense(parameters, words):
    model = KMeans(**{"n_clusters": 2} | parameters)  # a model may hold anything; `fit` looks at it
    with pytest.raises(ValueError, match=re.escape(words)):
        model.fit(X)


def test_parameters_of_numpy_types_are_numbers_too():
    KMeans(n_clusters=np.int64(2), n_init=np.int32(1), max_iter=np.uint8(5), tol=np.float32(0.1)).fit(X)


USES = pytest.mark.parametrize("use", ["predict", "transform", "score"])


@USES
def test_a_model_cannot_be_used_before_it_is_fitted(use):
    words = (
        "This KMeans instance is not fitted yet. Call 'fit' with appropriate arguments before using this estimator."
    )
    for kind in (ValueError, AttributeError):  # scikit-learn's error is both
        with pytest.raises(kind, match=re.escape(words)):
            getattr(KMeans(), use)(X)
    with pytest.raises(ValueError, match="not fitted yet"):
        KMeans().get_feature_names_out()


@USES
def test_a_fitted_model_wants_the_features_it_knows(use):
    model = KMeans(n_clusters=2, random_state=0).fit(X)
    with pytest.raises(ValueError, match=r"X has 3 features, but KMeans is expecting 2 features as input\."):
        getattr(model, use)(np.zeros((4, 3)))


@USES
def test_a_fitted_model_looks_at_its_samples_as_closely_as_fit(use):
    model = KMeans(n_clusters=2, random_state=0).fit(X)
    for samples, words in [
        (None, "got scalar array"),
        (X[0], "got 1D array"),
        (X[:0], "0 sample"),
        (with_one(np.nan), "contains NaN"),
    ]:
        with pytest.raises(ValueError, match=words):
            getattr(model, use)(samples)


def test_a_parameter_there_is_not():
    words = "Invalid parameter 'k' for estimator KMeans(n_clusters=3). Valid parameters are: ['n_clusters', 'init',"
    with pytest.raises(ValueError, match=re.escape(words)):
        KMeans(n_clusters=3).set_params(k=4)


# What passes


@pytest.mark.parametrize(
    ("given", "n_features", "kept"),
    [
        ("uint8", 2, "float64"),
        ("uint8", 3, "uint8"),
        ("uint8", 4, "uint8"),
        ("uint8", 5, "float64"),
        ("uint16", 3, "float64"),
        ("bool", 3, "float64"),
        ("int64", 3, "float64"),
        ("float16", 3, "float64"),
        ("float32", 3, "float32"),
        ("object", 3, "float64"),
    ],
)
def test_samples_are_colors_or_floating_point(given, n_features, kept):
    samples = np.ones((2, n_features), dtype=given)
    assert check_samples(samples).dtype == kept
    assert is_colors(samples) == (kept == "uint8")


@pytest.mark.parametrize("dtype", ["uint8", "float32", "float64"])
def test_samples_of_the_right_type_are_not_copied(dtype):
    samples = np.ones((2, 3), dtype=dtype)
    assert check_samples(samples) is samples


def test_a_table_whose_nullable_columns_lack_nothing_is_as_good_as_an_array():
    table = pd.DataFrame({"grams": pd.array([10, 20, 30], dtype="Int64"), "wet": pd.array([True, False, True])})
    assert_array_equal(check_samples(table), [[10.0, 1.0], [20.0, 0.0], [30.0, 1.0]])


def test_a_column_may_have_any_name():
    assert_array_equal(check_samples(pd.DataFrame({"toarray": [1, 2]})), [[1.0], [2.0]])


def test_weights_are_float64():
    assert check_weight(None, 3) is None
    for weight in (np.array([1, 0, 2]), np.array([1, 0, 2], dtype=np.float32), [True, False, 2]):
        checked = check_weight(weight, 3)
        assert checked.dtype == np.float64
        assert_array_equal(checked, [1, 0, 2])


def test_a_single_number_is_the_weight_of_every_sample():
    assert_array_equal(check_weight(2, 3), [2.0, 2.0, 2.0])
