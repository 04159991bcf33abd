"""scikit-learn's own checks of an estimator, on ours; and what scikit-learn says of the same bad input."""

import mmap
import os
import pickle
import re
import subprocess
import sys
import warnings
from functools import partial

import numpy as np
import pandas as pd
import polars as pl
import pytest
import sklearn.cluster
from numpy.testing import assert_allclose, assert_array_equal
from scipy.sparse import csr_array
from sklearn.base import BaseEstimator, ClusterMixin, TransformerMixin, clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils import estimator_checks

from kmeans_scratch import ConvergenceWarning, KMeans

KNOWN = sklearn.__version__.startswith("1.9.")  # other versions have other checks, and other words here and there


class KMeansWithMixins(KMeans, ClusterMixin, TransformerMixin, BaseEstimator):
    """For scikit-learn, which runs some checks only on its own kinds. Ours stands first: each method is ours."""


API = """
check_estimator_cloneable check_estimator_tags_renamed check_valid_tag_types check_estimator_repr
check_no_attributes_set_in_init check_fit_score_takes_y check_estimators_overwrite_params
check_dont_overwrite_parameters check_estimators_fit_returns_self check_readonly_memmap_input
check_estimators_unfitted check_do_not_raise_errors_in_init_or_set_params check_n_features_in_after_fitting
check_mixin_order check_positive_only_tag_during_fit
"""
INPUT = """
check_estimators_dtypes check_sample_weights_pandas_series check_sample_weights_not_an_array check_sample_weights_list
check_all_zero_sample_weights_error check_sample_weights_shape check_sample_weights_not_overwritten
check_sample_weight_equivalence_on_dense_data check_complex_data check_dtype_object
check_estimators_empty_data_messages check_pipeline_consistency check_estimators_nan_inf check_estimator_sparse_tag
check_estimator_sparse_array check_estimator_sparse_matrix check_estimators_pickle check_estimators_pickle
check_array_api_input check_f_contiguous_array_estimator
"""
TRANSFORMER = """
check_transformer_data_not_an_array check_transformer_general check_transformer_preserve_dtypes
check_transformer_general check_transformers_unfitted check_transformer_n_iter
"""
CLUSTERER = """
check_clusterer_compute_labels_predict check_clustering check_clustering check_estimators_partial_fit_n_features
"""
LAST = """
check_parameters_default_constructible check_methods_sample_order_invariance check_methods_subset_invariance
check_fit2d_1sample check_fit2d_1feature check_get_params_invariance check_set_params check_dict_unchanged
check_fit_idempotent check_fit_check_is_fitted check_n_features_in check_fit1d check_fit2d_predict1d
"""


def run_checks(model):
    """Run every check, and tell what became of each."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # two checks have 4 distinct samples for 8 clusters
        warnings.filterwarnings("ignore", "Estimator KMeans does not inherit from")
        return estimator_checks.check_estimator(model, expected_failed_checks={}, on_skip=None, on_fail=None)


@pytest.fixture(scope="module")
def results():
    return run_checks(KMeansWithMixins())


def with_status(results, *status):
    return [result["check_name"] for result in results if result["status"] in status]


def test_every_check_of_scikit_learn_passes(results):
    failed = {result["check_name"]: result["exception"] for result in results if result["status"] == "failed"}
    assert failed == {}
    assert with_status(results, "xfail") == []  # scikit-learn excuses its own KMeans from one of them
    assert set(with_status(results, "skipped")) <= {"check_array_api_input"}  # which runs below


def test_none_of_the_checks_is_left_out(results):
    ran = with_status(results, "passed", "xfail", "skipped")
    print(f"{len(with_status(results, 'passed'))} checks passed:", *sorted(ran))
    assert set((TRANSFORMER + CLUSTERER).split()) <= set(ran)
    if KNOWN:
        assert sorted(ran) == sorted((API + INPUT + TRANSFORMER + CLUSTERER + LAST).split())


def test_every_check_that_scikit_learn_has_for_strangers_passes_without_mixins():
    results = run_checks(KMeans())
    assert with_status(results, "failed") == []
    assert len(with_status(results, "passed")) >= 50
    assert "check_transformer_general" in with_status(results, "passed")


CHECK_ARRAY_API = """
from sklearn.utils.estimator_checks import check_array_api_input
from kmeans_scratch import KMeans

check_array_api_input("KMeans", KMeans(), array_namespace="numpy", expect_only_array_outputs=False)
"""


def run_python(code, **environment):
    """Run a programme in a fresh interpreter, and return what it prints."""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(not KNOWN, reason="another scikit-learn, whose check is called otherwise")
def test_the_check_that_wants_a_switch_before_scipy_is_loaded_passes():
    run_python(CHECK_ARRAY_API, SCIPY_ARRAY_API="1")


MORE_CHECKS = [  # which scikit-learn runs on its own estimators only
    "check_dataframe_column_names_consistency",
    "check_transformer_get_feature_names_out",
    "check_transformer_get_feature_names_out_pandas",
    "check_set_output_transform",
    "check_set_output_transform_pandas",
    "check_global_output_transform_pandas",
    "check_set_output_transform_polars",
    "check_global_set_output_transform_polars",
    "check_get_feature_names_out_error",
    "check_readonly_memmap_input",
]


@pytest.mark.filterwarnings("ignore:X (does not have valid|has) feature names")  # as they expect
@pytest.mark.parametrize("name", MORE_CHECKS)
def test_checks_that_scikit_learn_keeps_for_its_own_pass_too(name):
    getattr(estimator_checks, name)("KMeans", KMeans())


# Weights are repetitions


@pytest.mark.parametrize("init", ["k-means++", "random"])
def test_weights_are_repetitions_in_the_very_check(init):
    check = estimator_checks.check_sample_weight_equivalence_on_dense_data
    for n_clusters in (1, 3, 8):
        check("KMeans", KMeans(n_clusters, init=init, n_init=2))


@pytest.mark.parametrize("init", ["k-means++", "random"])
def test_the_order_of_the_rows_does_not_change_the_centroids(init):
    rng = np.random.default_rng(0)
    samples = np.round(rng.normal(size=(300, 3)), 1)
    order = rng.permutation(300)
    one, other = (KMeans(6, init=init, random_state=3).fit(rows) for rows in (samples, samples[order]))
    assert_allclose(one.cluster_centers_, other.cluster_centers_, rtol=1e-12, atol=1e-12)
    assert_array_equal(one.labels_[order], other.labels_)


# Errors, as scikit-learn's


X = np.array([[0.0, 0.0], [0.0, 1.0], [9.0, 9.0]])


def with_one(value, dtype=float):
    samples = X.astype(dtype)
    samples[1, 0] = value
    return samples


SAMPLES = {
    "too few": (X[:1], "n_samples=1 should be >= n_clusters=2."),
    "one row of numbers": (X[:, 0], "Expected 2D array, got 1D array instead"),
    "one row of numbers again": (X[:, 0], "array.reshape(-1, 1)"),
    "an empty list": ([], "Expected 2D array, got 1D array instead"),
    "no sample": (
        np.empty((0, 2)),
        "Found array with 0 sample(s) (shape=(0, 2)) while a minimum of 1 is required by",
    ),
    "no feature": (np.empty((3, 0)), "Found array with 0 feature(s) (shape=(3, 0)) while a minimum of 1 is required"),
    "ragged": ([[1, 2], [3]], "setting an array element with a sequence."),
    "NaN": (with_one(np.nan), "Input X contains NaN."),
    "NaN of float32": (with_one(np.nan, np.float32), "Input X contains NaN."),
    "infinity": (with_one(np.inf), "Input X contains infinity or a value too large for dtype('float64')."),
    "of float32": (with_one(-np.inf, "f4"), "Input X contains infinity or a value too large for dtype('float32')."),
    "too long": (
        with_one(np.longdouble("1e400"), np.longdouble) if np.finfo(np.longdouble).max > 1e308 else with_one(np.inf),
        "Input X contains infinity or a value too large for dtype('float64').",
    ),
    "None": (with_one(None, object), "Input X contains NaN."),
    "complex": (X * 1j, "Complex data not supported"),
    "a word": (with_one("red", object), "could not convert string to float: 'red'"),
    "words": (np.array([["0", "red"], ["1", "2"]]), "could not convert string to float: np.str_('red')"),
    "a dict": (with_one({}, object), "float() argument must be a string or a real number, not 'dict'"),
    "a column of words": (pd.DataFrame({"color": ["red", "grey"]}), "could not convert string to float: 'red'"),
    "half of the columns with a name": (
        pd.DataFrame(X, columns=["a", 1]),
        "Feature names are only supported if all input features have string names, but your input has ['int', 'str']",
    ),
}
WEIGHTS = {
    "too few weights": ([1, 2], "sample_weight.shape == (2,), expected (3,)!"),
    "no weight": ([0, 0, 0], "Sample weights must contain at least one non-zero number."),
    "NaN as weight": ([1, np.nan, 1], "Input sample_weight contains NaN."),
    "infinity as weight": (
        [1, np.inf, 1],
        "Input sample_weight contains infinity or a value too large for dtype('fl",
    ),
    "a word as weight": ([1, "a", 1], "could not convert string to float: "),
    "sparse weights": (
        csr_array(np.ones((1, 3))),
        "Sparse data was passed for sample_weight, but dense data is requ",
    ),
}
MUST_BE = {
    "n_clusters": (
        [0, -1, 2.5, 2.0, "5", None, [2]],
        "The 'n_clusters' parameter of KMeans must be an int in the range [1, inf).",
    ),
    "max_iter": ([0, 1.5, "all", None], "The 'max_iter' parameter of KMeans must be an int in the range [1, inf)."),
    "n_init": (
        [0, 1.5, "all", None],
        "The 'n_init' parameter of KMeans must be a str among {'auto'} or an int in the range [1, inf).",
    ),
    "tol": (
        [-1e-9, np.nan, np.inf, "0", None],
        "The 'tol' parameter of KMeans must be a float in the range [0.0, inf).",
    ),
    "init": (["kmeans++", None, 2], "a callable or an array-like."),  # and before it, the words in whichever order,
}
STARTS = {
    "too many starts": (np.zeros((3, 2)), "The shape of the initial centers (3, 2) does not match the number of clu"),
    "too few starts": (np.zeros((1, 2)), "The shape of the initial centers (1, 2) does not match the number of clus"),
    "starts too wide": (
        np.zeros((2, 3)),
        "The shape of the initial centers (2, 3) does not match the number of features of the data 2.",
    ),
    "a function of too many": (
        lambda X, n_clusters, random_state: X,
        "The shape of the initial centers (3, 2) does not match the number of clusters 2.",
    ),
    "NaN to start from": (np.full((2, 2), np.nan), "contains NaN."),
    "infinity to start from": ([[0, 0], [0, np.inf]], "contains infinity or a value too large for dtype('float64')."),
    "complex starts": (np.zeros((2, 2)) * 1j, "Complex data not supported"),
    "words to start from": ([["a", "b"], ["c", "d"]], "could not convert string to float: "),
}
BAD_FITS = (
    [pytest.param({"X": samples}, words, id=name) for name, (samples, words) in SAMPLES.items()]
    + [pytest.param({"sample_weight": weight}, words, id=name) for name, (weight, words) in WEIGHTS.items()]
    + [pytest.param({"init": init}, words, id=name) for name, (init, words) in STARTS.items()]
    + [
        pytest.param({name: value}, f"{words} Got {value!r} instead.", id=f"{name} {value!r}")
        for name, (values, words) in MUST_BE.items()
        for value in values
    ]
)


def error_of(work):
    """Do what must fail, and return how it did. Only the error counts, not what is said on the way to it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            work()
        except Exception as error:
            return error
    raise AssertionError("nothing was raised")


def assert_same_errors(words, ours, theirs):
    """Both have the words, and whoever catches the kind of scikit-learn's knows ours by the same name."""
    assert words in str(ours)
    if not KNOWN and words not in str(theirs):
        pytest.skip("another scikit-learn, with other words")
    assert words in str(theirs)
    assert isinstance(theirs, type(ours))  # theirs may be one of their own, made of ValueError


@pytest.mark.parametrize(("given", "words"), BAD_FITS)
def test_a_fit_is_refused_as_scikit_learn_refuses_it(given, words):
    parameters = {"n_clusters": 2} | given
    fit = {name: parameters.pop(name) for name in ("X", "sample_weight") if name in parameters}
    ours, theirs = (
        error_of(lambda KMeans=module.KMeans: KMeans(**parameters).fit(**{"X": X} | fit))
        for module in (sys.modules["kmeans_scratch"], sklearn.cluster)
    )
    assert_same_errors(words, ours, theirs)


TABLE = pd.DataFrame(X, columns=["size", "weight"])
MATCH = "The feature names should match those that were passed during fit.\n"
UNSEEN, MISSING = "Feature names unseen at fit time:\n", "Feature names seen at fit time, yet now missing:\n"
BAD_USES = {
    "another number of features": (X, X[:, :1], "X has 1 features, but KMeans is expecting 2 features as input."),
    "NaN": (X, with_one(np.nan), "Input X contains NaN."),
    "one row": (X, X[0], "Expected 2D array, got 1D array instead"),
    "another order": (
        TABLE,
        TABLE[["weight", "size"]],
        MATCH + "Feature names must be in the same order as they were in fit.\n",
    ),
    "other names": (
        TABLE,
        TABLE.rename(columns={"size": "length"}),
        MATCH + UNSEEN + "- length\n" + MISSING + "- size\n",
    ),
    "many other names": (
        pd.DataFrame(np.eye(7), columns=list("abcdefg")),
        pd.DataFrame(np.eye(7), columns=list("hijklmn")),
        MATCH + UNSEEN + "- h\n- i\n- j\n- k\n- l\n- ...\n" + MISSING + "- a\n",
    ),
    "names in part": (TABLE, pd.DataFrame(X, columns=["size", 1]), "Feature names are only supported if all input"),
}
METHODS = pytest.mark.parametrize("method", ["predict", "transform", "score"])


@METHODS
@pytest.mark.parametrize(("fitted", "given", "words"), BAD_USES.values(), ids=BAD_USES)
def test_a_fitted_model_refuses_what_scikit_learn_refuses(fitted, given, words, method):
    ours, theirs = (
        error_of(partial(getattr(module.KMeans(2, random_state=0).fit(fitted), method), given))
        for module in (sys.modules["kmeans_scratch"], sklearn.cluster)
    )
    assert_same_errors(words, ours, theirs)


@METHODS
@pytest.mark.parametrize(("fitted", "given"), [(TABLE, X), (X, TABLE)], ids=["names lost", "names won"])
def test_names_in_one_place_only_are_worth_scikit_learns_warning(fitted, given, method):
    words = []
    for module in (sys.modules["kmeans_scratch"], sklearn.cluster):
        model = module.KMeans(2, random_state=0).fit(fitted)
        with pytest.warns(UserWarning, match="feature names") as warned:
            getattr(model, method)(given)
        words.append(str(warned[0].message))
        if module is not sklearn.cluster:
            assert [warning.filename for warning in warned] == [__file__]
    assert words[0] == words[1]


def test_a_model_before_its_fit_raises_scikit_learns_own_error_where_that_is_loaded():
    ours, theirs = (
        error_of(partial(module.KMeans().predict, X)) for module in (sys.modules["kmeans_scratch"], sklearn.cluster)
    )
    assert type(ours) is type(theirs) is NotFittedError
    assert str(ours) == str(theirs)


def test_a_model_before_its_fit_raises_our_error_where_scikit_learn_is_not_loaded():
    code = """
import sys
from kmeans_scratch import KMeans

try:
    KMeans().predict([[0.0]])
except ValueError as error:
    print(type(error).__module__, "sklearn" in sys.modules)
"""
    assert run_python(code).split() == ["kmeans_scratch.sklearn_api", "False"]


def test_only_scikit_learn_asking_for_tags_imports_scikit_learn():
    code = """
import sys
import numpy as np
from kmeans_scratch import KMeans

model = KMeans(2, random_state=0).fit(np.eye(4))
model.predict(np.eye(4)), model.get_params(), repr(model), model.get_feature_names_out()
print("sklearn" in sys.modules)
model.__sklearn_tags__()
print("sklearn" in sys.modules)
"""
    assert run_python(code).split() == ["False", "True"]


# Tables of pandas


def test_the_names_of_a_table_are_kept_and_forgotten():
    model = KMeans(2, random_state=0).fit(TABLE)
    assert list(model.feature_names_in_) == ["size", "weight"]
    assert model.feature_names_in_.dtype == object
    assert_array_equal(model.predict(TABLE), model.labels_)
    assert not hasattr(model.fit(X), "feature_names_in_")
    assert not hasattr(model.fit(pd.DataFrame(X)), "feature_names_in_")  # whose columns are numbered


def test_a_table_gives_what_its_numbers_give():
    table = pd.DataFrame({"whole": [1, 2, 30], "part": np.float32([0.5, 0.25, 9]), "yes": [True, False, True]})
    ours, of_numbers = (KMeans(2, random_state=0).fit(data) for data in (table, table.to_numpy(float)))
    assert_array_equal(ours.cluster_centers_, of_numbers.cluster_centers_)
    assert_array_equal(ours.labels_, of_numbers.labels_)


def test_names_of_features_are_compared_before_columns_are_named():
    named, unnamed = KMeans(2, random_state=0).fit(TABLE), KMeans(2, random_state=0).fit(X)
    for model in (named, unnamed):
        assert list(model.get_feature_names_out(["size", "weight"])) == ["kmeans0", "kmeans1"]
    for model, names in [(named, ["weight", "size"]), (unnamed, ["size"])]:
        theirs = sklearn.cluster.KMeans(2, random_state=0).fit(TABLE if model is named else X)
        ours, words = (error_of(partial(one.get_feature_names_out, names)) for one in (model, theirs))
        assert_same_errors(str(words), ours, words)


def test_a_table_goes_through_a_pipeline_and_a_search():
    rng = np.random.default_rng(0)
    table = pd.DataFrame(rng.normal(size=(60, 2)) + rng.choice([0, 50], (60, 1)), columns=["size", "weight"])
    pipeline = make_pipeline(StandardScaler().set_output(transform="pandas"), KMeans(random_state=0))
    search = GridSearchCV(pipeline, {"kmeans__n_clusters": [1, 2]}, cv=3).fit(table)
    best = pickle.loads(pickle.dumps(clone(search.best_estimator_).fit(table)))
    assert best[-1].n_clusters == 2
    assert list(best[-1].feature_names_in_) == ["size", "weight"]
    assert_array_equal(best.predict(table), search.predict(table))


@pytest.mark.parametrize(("kind", "table_type"), [("pandas", pd.DataFrame), ("polars", pl.DataFrame)])
def test_transform_returns_the_kind_of_table_that_was_chosen(kind, table_type):
    model = KMeans(2, random_state=0).set_output(transform=kind).fit(TABLE)
    distances = model.transform(TABLE)
    assert isinstance(distances, table_type)
    assert list(distances.columns) == ["kmeans0", "kmeans1"]
    assert_array_equal(distances.to_numpy(), model.set_output(transform="default").transform(TABLE))
    pipeline = make_pipeline(StandardScaler(), KMeans(2, random_state=0)).set_output(transform=kind)
    assert isinstance(pipeline.fit_transform(TABLE), table_type)
    with sklearn.config_context(transform_output=kind):
        assert isinstance(KMeans(2, random_state=0).fit_transform(TABLE), table_type)
    assert isinstance(KMeans(2, random_state=0).fit_transform(TABLE), np.ndarray)


def test_the_chosen_kind_of_table_survives_a_copy_and_keeps_the_index():
    model = clone(KMeans(2, random_state=0).set_output(transform="pandas").set_output())
    table = TABLE.set_index(pd.Index(range(10, 10 + len(TABLE))))
    assert list(model.fit_transform(table).index) == list(table.index)
    assert list(model.fit_transform(X).index) == list(range(len(X)))


def test_an_unknown_kind_of_table_is_refused():
    with pytest.raises(ValueError, match="transform='csv' should be one of 'default', 'pandas', 'polars', or None"):
        KMeans().set_output(transform="csv")


# Arrays of every kind

NUMBERS = np.random.default_rng(0).integers(0, 100, (60, 3))
NUMBERS[:20] += 20
INTEGERS = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]


def fitted(samples, **more):
    return KMeans(4, random_state=0).fit(samples, **more)


@pytest.mark.parametrize("dtype", [*INTEGERS, "float16", "float32", "float64", "longdouble", ">f8", ">i4", "object"])
def test_the_same_numbers_of_any_type_give_the_same_groups(dtype):
    expected, model = (
        KMeans(4, init=NUMBERS[:4] * 1.0).fit(NUMBERS),
        KMeans(4, init=NUMBERS[:4]).fit(NUMBERS.astype(dtype)),
    )
    assert_array_equal(model.labels_, expected.labels_)
    assert_allclose(model.cluster_centers_, expected.cluster_centers_, rtol=1e-6 if dtype == "float32" else 1e-14)
    assert_array_equal(model.predict(NUMBERS.astype(dtype)), expected.labels_)


def test_true_and_false_are_one_and_zero():
    flags = NUMBERS > 50
    one, other = (KMeans(3, random_state=0).fit(data) for data in (flags, flags * 1.0))
    assert_array_equal(one.labels_, other.labels_)
    assert_array_equal(one.cluster_centers_, other.cluster_centers_)


def memory_mapped(samples):
    memory = mmap.mmap(-1, samples.nbytes)
    mapped = np.frombuffer(memory, dtype=samples.dtype).reshape(samples.shape)
    mapped[:] = samples
    return mapped


def file_mapped(samples, folder):
    np.save(folder / "samples.npy", samples)
    return np.load(folder / "samples.npy", mmap_mode="r")


@pytest.mark.parametrize("dtype", ["uint8", "float32", "float64"])
@pytest.mark.parametrize("n_features", [3, 12])
def test_however_samples_lie_in_memory_the_result_is_the_same_to_the_last_bit(dtype, n_features, tmp_path):
    samples = np.random.default_rng(0).integers(0, 100, (60, n_features)).astype(dtype) / (
        1 if dtype == "uint8" else 7
    )
    samples = samples.astype(dtype)
    wide = np.zeros((120, 2 * n_features), dtype=dtype)
    wide[::2, ::2] = samples
    frozen = samples.copy()
    frozen.flags.writeable = False
    kinds = {
        "Fortran order": np.asfortranarray(samples),
        "every other row and column": wide[::2, ::2],
        "backwards twice": samples[::-1, ::-1].copy()[::-1, ::-1],
        "read only": frozen,
        "in mapped memory": memory_mapped(samples),
        "in a mapped file": file_mapped(samples, tmp_path),
        "a matrix": samples.view(type("Table", (np.ndarray,), {})),
    }
    expected = fitted(samples)
    for name, given in kinds.items():
        model = fitted(given)
        assert_array_equal(model.cluster_centers_, expected.cluster_centers_, name)
        assert model.inertia_ == expected.inertia_, name
        assert_array_equal(model.predict(given), expected.labels_, name)
        assert_array_equal(model.transform(given), expected.transform(samples), name)
        assert model.score(given) == expected.score(samples), name


def test_lists_and_tuples_will_do():
    for given in (NUMBERS.tolist(), tuple(map(tuple, NUMBERS.tolist())), list(NUMBERS)):
        assert_array_equal(fitted(given).labels_, fitted(NUMBERS).labels_)


def test_the_messages_are_one_sentence_each():
    for given, _ in (bad.values for bad in BAD_FITS):
        parameters = {"n_clusters": 2} | given
        fit = {name: parameters.pop(name) for name in ("X", "sample_weight") if name in parameters}
        text = str(error_of(lambda parameters=parameters, fit=fit: KMeans(**parameters).fit(**{"X": X} | fit)))
        assert not re.search(r"\.\.|\n", text), text
