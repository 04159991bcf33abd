"""`KMeans` as users of scikit-learn expect it, and the promise that counting colours changes nothing."""

import pickle
import warnings
from importlib import import_module

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone, is_clusterer
from sklearn.datasets import make_blobs
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from kmeans_scratch import ConvergenceWarning, KMeans, lloyd
from kmeans_scratch.fast.steps import mean_variance

FOUR = np.array([[0.0], [4.0], [8.0], [12.0]])
START = np.array([[0.0], [4.0]])  # moves to 0 and 8, then to 2 and 10, and there it stays
BLOBS, _ = make_blobs(120, 3, centers=5, cluster_std=2, random_state=0)
COLORS = np.random.default_rng(0).integers(0, 4, (200, 3), dtype=np.uint8) * 60  # 64 colours at most


def assert_same_fit(one, other):
    assert_array_equal(one.cluster_centers_, other.cluster_centers_)
    assert_array_equal(one.labels_, other.labels_)
    assert one.inertia_ == other.inertia_
    assert (one.n_iter_, one.stop_reason_) == (other.n_iter_, other.stop_reason_)


# What fit leaves behind


def test_a_fit_by_hand():
    model = KMeans(2, init=START).fit(FOUR)
    assert_array_equal(model.cluster_centers_, [[2], [10]])
    assert_array_equal(model.labels_, [0, 0, 1, 1])
    assert model.labels_.dtype == np.int32
    assert model.inertia_ == 16
    assert isinstance(model.inertia_, float)
    assert model.n_iter_ == 3
    assert model.n_features_in_ == 1
    assert model.stop_reason_ == "converged"
    assert [now.inertia for now in model.history_] == [80, 32, 16]


def test_the_history_is_what_lloyd_yields():
    model = KMeans(2, init=START).fit(FOUR)
    for now, expected in zip(model.history_, lloyd(FOUR, START), strict=True):
        assert_array_equal(now.centroids, expected.centroids)
        assert_array_equal(now.labels, expected.labels)
        assert now.stop_reason == expected.stop_reason


def test_fit_returns_the_model_and_takes_no_notice_of_y():
    model = KMeans(2, init=START)
    assert model.fit(FOUR, ["a", "b", "c", "d"]) is model


def test_fitting_again_starts_afresh():
    model = KMeans(2, random_state=0).fit(BLOBS)
    assert_same_fit(model.fit(FOUR), KMeans(2, random_state=0).fit(FOUR))
    assert model.n_features_in_ == 1


@pytest.mark.parametrize(
    ("parameters", "n_iter", "reason"),
    [
        ({}, 3, "converged"),  # two moves, and a pass to see that no label changes
        ({"max_iter": 3}, 3, "converged"),
        ({"max_iter": 2}, 2, "converged"),  # no pass left
        ({"max_iter": 1}, 1, "max_iter"),
        ({"tol": 0.81}, 1, "tol"),  # the first shifts: 0² + 4² = 0.8 times the variance, which is 20
        ({"tol": 0.79}, 2, "tol"),  # the second: 2² + 2² = 0.4 times
        ({"tol": 0.39}, 3, "converged"),
        ({"tol": 0}, 3, "converged"),
    ],
)
def test_n_iter_counts_as_scikit_learn_does(parameters, n_iter, reason):
    model = KMeans(2, init=START, **parameters).fit(FOUR)
    assert (model.n_iter_, model.stop_reason_) == (n_iter, reason)


def test_the_mean_variance_by_hand():
    assert mean_variance(np.array([[0.0, 5.0], [2.0, 5.0]])) == 0.5
    assert mean_variance(np.array([[0.0], [4.0]]), np.array([3.0, 1.0])) == (3 * 1 + 1 * 9) / 4


@pytest.mark.parametrize("tol", [0.01, 0.05, 0.2, 0.5, 1])
def test_the_tolerance_is_the_same_for_weights_and_repeated_rows(tol):
    weight = np.arange(len(BLOBS)) % 4
    weighed = KMeans(5, init=BLOBS[:5], tol=tol).fit(BLOBS, sample_weight=weight)
    repeated = KMeans(5, init=BLOBS[:5], tol=tol).fit(np.repeat(BLOBS, weight, axis=0))
    assert (weighed.n_iter_, weighed.stop_reason_) == (repeated.n_iter_, repeated.stop_reason_)
    assert_allclose(weighed.cluster_centers_, repeated.cluster_centers_)


@pytest.mark.parametrize(
    ("dtype", "expected"),
    [("float32", "float32"), ("float16", "float64"), ("int16", "float64"), ("uint8", "float64")],
)
def test_float32_stays_float32_and_all_else_is_float64(dtype, expected):
    model = KMeans(3, random_state=0).fit(COLORS.astype(dtype))
    assert model.cluster_centers_.dtype == expected
    assert model.transform(COLORS.astype(dtype)).dtype == expected
    assert {now.centroids.dtype.name for now in model.history_} == {expected}


def test_anything_that_numpy_can_read_will_do():
    class Table:  # like a DataFrame
        def __array__(self, dtype=None, copy=None):
            return FOUR

    for X in (FOUR.tolist(), Table()):
        model = KMeans(2, init=START.tolist()).fit(X, sample_weight=[1, 1, 1, 1])
        assert_array_equal(model.predict(X), [0, 0, 1, 1])


def test_a_single_number_is_the_weight_of_every_sample():
    once, thrice = KMeans(2, init=START).fit(FOUR), KMeans(2, init=START).fit(FOUR, sample_weight=3)
    assert_array_equal(once.cluster_centers_, thrice.cluster_centers_)
    assert thrice.inertia_ == 3 * once.inertia_
    assert_array_equal(thrice.history_[-1].counts, [6, 6])


@pytest.mark.parametrize("X", [FOUR, COLORS], ids=["floats", "colors"])
@pytest.mark.parametrize("init", ["k-means++", "random"])
def test_samples_without_weight_draw_no_centroid(X, init):
    weight = np.zeros(len(X))
    weight[[1, 2]] = 1
    model = KMeans(2, init=init, random_state=0).fit(X, sample_weight=weight)
    assert sorted(model.cluster_centers_.tolist()) == sorted(X[[1, 2]].tolist())
    assert model.inertia_ == 0
    assert (model.labels_ == model.predict(X)).all()


# Several runs


class Starts:
    """A function for `init` that hands out given centroids in turn, and keeps what it was called with."""

    def __init__(self, *starts):
        self.starts, self.calls = starts, []

    def __call__(self, X, n_clusters, random_state):
        self.calls.append((X, n_clusters, random_state))
        return self.starts[(len(self.calls) - 1) % len(self.starts)]


@pytest.mark.parametrize(
    ("init", "n_init", "runs"),
    [
        ("k-means++", "auto", 1),
        ("random", "auto", 10),
        (Starts(START), "auto", 10),
        (START, "auto", 1),
        (START.tolist(), "auto", 1),
        (START, 1, 1),
        ("k-means++", 3, 3),
        ("random", 2, 2),
        (Starts(START), 4, 4),
    ],
)
def test_n_init_runs(init, n_init, runs, monkeypatch):
    started = []
    monkeypatch.setattr(
        "kmeans_scratch.estimator.lloyd", lambda *args, **more: started.append(args) or lloyd(*args, **more)
    )
    KMeans(2, init=init, n_init=n_init, random_state=0).fit(FOUR)
    assert len(started) == runs


def test_the_run_of_the_least_inertia_is_kept():
    X = np.array([[0.0], [1.0], [10.0], [11.0], [20.0], [21.0]])
    good, bad = np.array([[0.5], [10.5], [20.5]]), np.array([[0.0], [1.0], [15.0]])
    for starts in [(good, bad, bad), (bad, good, bad), (bad, bad, good)]:
        model = KMeans(3, init=Starts(*starts), n_init=3).fit(X)
        assert_array_equal(model.history_[0].centroids, good)
        assert_array_equal(model.cluster_centers_, good)
        assert model.inertia_ == 6 * 0.5**2


def test_of_equal_runs_the_first_is_kept():
    model = KMeans(2, init=Starts(START, START[::-1]), n_init=2).fit(FOUR)
    assert_array_equal(model.history_[0].centroids, START)


def test_one_generator_serves_all_runs():
    init = Starts(START)
    rng = np.random.default_rng(0)
    KMeans(2, init=init, n_init=3, random_state=rng).fit(FOUR)
    assert [call[2]._bit_generator is rng.bit_generator for call in init.calls] == [True] * 3
    KMeans(2, init=init, n_init=2, random_state=7).fit(FOUR)
    assert init.calls[3][2]._bit_generator is init.calls[4][2]._bit_generator


@pytest.mark.parametrize("seed", [0, np.random.RandomState(0), np.random.default_rng(0)])
def test_a_function_as_init_receives_the_kind_of_generator_that_scikit_learn_passes(seed):
    def sample_rows(X, n_clusters, random_state):
        assert isinstance(random_state, np.random.RandomState)
        return X[random_state.randint(len(X), size=n_clusters)]

    assert KMeans(2, init=sample_rows, random_state=seed).fit(FOUR).n_iter_ >= 1


def test_a_function_for_init_sees_every_sample_in_floating_point():
    init = Starts(COLORS[:2])
    KMeans(2, init=init, n_init=1).fit(COLORS)
    [(X, n_clusters, _)] = init.calls
    assert X.dtype == np.float64
    assert_array_equal(X, COLORS)
    assert n_clusters == 2


def test_an_array_is_one_start_however_many_are_asked_for():
    words = r"Explicit initial center position passed: performing only one init in KMeans instead of n_init=5\."
    with pytest.warns(RuntimeWarning, match=words) as warned:
        model = KMeans(2, init=START, n_init=5).fit(FOUR)
    assert warned[0].filename == __file__
    assert_same_fit(model, KMeans(2, init=START).fit(FOUR))


def test_fewer_places_than_clusters_are_worth_a_warning():
    X = np.array([[1.0], [1.0], [2.0], [2.0]])
    words = (
        r"Number of distinct clusters \(2\) found smaller than n_clusters \(3\)\. "
        r"Possibly due to duplicate points in X\."
    )
    for samples in (X, np.repeat(X, 3, axis=1).astype(np.uint8)):
        for init in ("k-means++", "random"):
            with pytest.warns(ConvergenceWarning, match=words) as warned:
                model = KMeans(3, init=init, random_state=0).fit(samples)
            assert warned[0].filename == __file__
            assert model.inertia_ == 0
            assert len(np.unique(model.cluster_centers_)) == 2  # none invented
            assert_array_equal(model.predict(samples), model.labels_)


@pytest.mark.parametrize("init", ["k-means++", "random"])
@pytest.mark.parametrize("X", [BLOBS, COLORS], ids=["floats", "colors"])
def test_the_same_seed_gives_the_same_result(X, init):
    one, other = (KMeans(4, init=init, random_state=3).fit(X) for _ in range(2))
    assert_same_fit(one, other)
    starts = {
        KMeans(4, init=init, random_state=seed, n_init=1).fit(X).history_[0].centroids.tobytes() for seed in range(5)
    }
    assert len(starts) > 1


@pytest.mark.parametrize("kind", [np.random.default_rng, np.random.RandomState])
def test_generators_of_both_kinds_will_do(kind):
    one, other = (KMeans(4, random_state=kind(3)).fit(BLOBS) for _ in range(2))
    assert_same_fit(one, other)


def test_the_global_state_is_left_alone():
    before = np.random.get_state()[1].copy()
    KMeans(3).fit(BLOBS)
    assert_array_equal(np.random.get_state()[1], before)


# History


@pytest.mark.parametrize("X", [BLOBS, COLORS], ids=["floats", "colors"])
@pytest.mark.parametrize("max_iter", [1, 300])
def test_without_its_history_the_result_is_the_same(X, max_iter):
    whole, short = (KMeans(4, random_state=0, max_iter=max_iter, keep_history=keep).fit(X) for keep in (True, False))
    assert_same_fit(whole, short)
    assert len(short.history_) == 2
    assert [now.iteration for now in short.history_] == [0, len(whole.history_) - 1]
    assert_array_equal(short.history_[0].centroids, whole.history_[0].centroids)
    assert_array_equal(short.history_[1].centroids, whole.history_[-1].centroids)


@pytest.mark.parametrize("X", [BLOBS, COLORS], ids=["floats", "colors"])
def test_the_history_has_a_label_for_each_row(X):
    model = KMeans(4, random_state=0).fit(X)
    assert len(model.history_) == len(list(model.history_)) > 2
    for i, now in enumerate(model.history_):
        assert now.iteration == i
        assert now.labels.shape == (len(X),)
        assert now.labels.dtype == np.uint8
        assert now.counts.sum() == len(X)
        assert_array_equal(now.counts, np.bincount(now.labels, minlength=4))
    assert_array_equal(model.history_[-1].labels, model.labels_)


def test_the_history_is_a_sequence():
    history = KMeans(4, random_state=0).fit(COLORS).history_
    n = len(history)
    assert history[-1].iteration == history[n - 1].iteration == n - 1
    assert [now.iteration for now in history[:2]] == [0, 1]
    assert [now.iteration for now in history[::-1]] == list(range(n))[::-1]
    assert {len(now.labels) for now in history[1:]} == {len(COLORS)}
    with pytest.raises(IndexError):
        history[n]


# Predict, transform, score


@pytest.mark.parametrize("dtype", ["float64", "float32", "uint8"])
@pytest.mark.parametrize("n_features", [3, 4, 9])
def test_predict_on_the_samples_of_the_fit_gives_its_labels(dtype, n_features):
    X = np.random.default_rng(0).integers(0, 256, (300, n_features)).astype(dtype)
    model = KMeans(6, random_state=0).fit(X)
    predicted = model.predict(X)
    assert predicted.dtype == np.int32
    assert_array_equal(predicted, model.labels_)


def test_predict_does_not_care_about_the_type():
    model = KMeans(4, random_state=0).fit(COLORS)
    assert_array_equal(model.predict(COLORS.astype(float)), model.predict(COLORS))
    assert_array_equal(model.predict(COLORS.tolist()), model.predict(COLORS))


def test_the_methods_by_hand():
    model = KMeans(2, init=START).fit(FOUR)
    assert_array_equal(model.predict([[5], [6], [7], [99]]), [0, 0, 1, 1])
    assert_array_equal(model.transform([[5], [10]]), [[3, 5], [8, 0]])
    assert model.score([[5], [10]]) == -9
    assert model.score([[5], [11]], sample_weight=[2, 4]) == -(2 * 9 + 4 * 1)
    assert list(model.get_feature_names_out()) == ["kmeans0", "kmeans1"]


@pytest.mark.parametrize("X", [BLOBS, COLORS], ids=["floats", "colors"])
@pytest.mark.parametrize("weight", [None, 2, "each"])
def test_the_methods_agree(X, weight):
    weight = np.arange(len(X)) % 3 if weight == "each" else weight
    model = KMeans(4, random_state=0).fit(X, sample_weight=weight)
    distances = model.transform(X)
    assert_allclose(distances**2, ((X[:, None] - model.cluster_centers_) ** 2).sum(axis=2), rtol=1e-9)
    assert_array_equal(distances.argmin(axis=1), model.labels_)
    assert model.score(X, sample_weight=weight) == pytest.approx(-model.inertia_)
    assert_array_equal(KMeans(4, random_state=0).fit_predict(X, sample_weight=weight), model.labels_)
    assert_array_equal(KMeans(4, random_state=0).fit_transform(X, sample_weight=weight), distances)


def test_transform_works_in_pieces_that_do_not_show(monkeypatch):
    model = KMeans(4, random_state=0).fit(BLOBS)
    whole = model.transform(BLOBS)
    monkeypatch.setattr(import_module("kmeans_scratch.fast.steps"), "CHUNK", 28)
    assert_array_equal(model.transform(BLOBS), whole)


def test_a_fitted_model_works_on_whatever_its_parameters_become():
    model = KMeans(4, random_state=0).fit(BLOBS)
    expected = model.predict(BLOBS), model.transform(BLOBS), model.score(BLOBS)
    model.set_params(n_clusters=7)
    assert_array_equal(model.predict(BLOBS), expected[0])
    assert_array_equal(model.transform(BLOBS), expected[1])
    assert model.score(BLOBS) == expected[2]


# What is the caller's stays the caller's


@pytest.mark.parametrize("X", [BLOBS, BLOBS.astype(np.float32), COLORS], ids=["float64", "float32", "colors"])
def test_what_is_given_is_neither_changed_nor_kept(X):
    X, init, weight = X.copy(), X[:4].astype(float), np.ones(len(X))
    given = [X, init, weight]
    copies = [array.copy() for array in given]
    for array in given:
        array.flags.writeable = False
    model = KMeans(4, init=init).fit(X, sample_weight=weight)
    model.predict(X), model.transform(X), model.score(X, sample_weight=weight)
    kept = [model.cluster_centers_, model.labels_, *(now.centroids for now in model.history_)]
    for array, copy in zip(given, copies, strict=True):
        assert_array_equal(array, copy)
        assert not any(np.shares_memory(array, other) for other in kept)


def test_the_results_are_the_callers_to_change():
    model = KMeans(2, init=START).fit(FOUR)
    model.cluster_centers_[:] = 0
    model.labels_[:] = 9
    assert_array_equal(model.history_[-1].centroids, [[2], [10]])
    assert_array_equal(model.history_[-1].labels, [0, 0, 1, 1])


# An estimator among scikit-learn's


def test_parameters_can_be_read_and_set():
    model = KMeans(3, init="random", tol=0.5)
    assert model.get_params() == {
        "n_clusters": 3,
        "init": "random",
        "n_init": "auto",
        "max_iter": 300,
        "tol": 0.5,
        "random_state": None,
        "keep_history": True,
    }
    assert model.set_params(n_clusters=4, max_iter=7) is model
    assert (model.n_clusters, model.max_iter) == (4, 7)


def test_only_the_number_of_clusters_goes_without_a_name():
    assert KMeans().n_clusters == 8
    with pytest.raises(TypeError):
        KMeans(3, "random")


def test_the_text_shows_what_is_not_the_default():
    assert repr(KMeans()) == "KMeans()"
    assert repr(KMeans(5, init="random", random_state=0)) == "KMeans(n_clusters=5, init='random', random_state=0)"
    assert repr(KMeans(init=np.zeros((2, 1)))).startswith("KMeans(init=array([[0.],")


def test_the_text_of_a_pickled_model_is_the_same():
    assert repr(pickle.loads(pickle.dumps(KMeans(5)))) == "KMeans(n_clusters=5)"
    assert repr(KMeans(tol=float("1e-4"), max_iter=int("300"))) == "KMeans()"


def test_it_can_be_cloned():
    init = START.copy()
    model = KMeans(2, init=init, tol=0.1).fit(FOUR)
    copy = clone(model)
    assert not hasattr(copy, "cluster_centers_")
    assert copy.init is not init
    assert_array_equal(copy.init, init)
    assert copy.tol == 0.1
    assert_same_fit(copy.fit(FOUR), model)


@pytest.mark.parametrize("X", [BLOBS, COLORS], ids=["floats", "colors"])
def test_it_can_be_pickled(X):
    model = KMeans(4, random_state=0).fit(X)
    copy = pickle.loads(pickle.dumps(model))
    assert_same_fit(copy, model)
    assert_array_equal(copy.predict(X), model.labels_)
    assert_array_equal(copy.history_[1].labels, model.history_[1].labels)


def test_it_works_in_a_pipeline():
    pipeline = make_pipeline(StandardScaler(), KMeans(5, random_state=0))
    labels = pipeline.fit_predict(BLOBS)
    scaled = StandardScaler().fit_transform(BLOBS)
    assert_array_equal(labels, KMeans(5, random_state=0).fit(scaled).labels_)
    assert_array_equal(pipeline.predict(BLOBS), labels)
    assert pipeline.transform(BLOBS).shape == (len(BLOBS), 5)
    assert list(pipeline.get_feature_names_out()) == [f"kmeans{i}" for i in range(5)]


def test_it_works_in_a_grid_search():
    search = GridSearchCV(KMeans(random_state=0), {"n_clusters": [2, 5], "init": ["random", "k-means++"]}, cv=3)
    search.fit(BLOBS)
    assert search.best_params_["n_clusters"] == 5
    assert search.best_estimator_.cluster_centers_.shape == (5, 3)


def test_scikit_learn_knows_it_for_a_clusterer():
    assert is_clusterer(KMeans())


# Counting colours changes nothing


@st.composite
def pictures(draw):
    """Pixels of few colours, first centroids (some so far off that they start with no pixel), weights or None."""
    n, d, k = draw(st.integers(5, 30)), draw(st.sampled_from([3, 4])), draw(st.integers(1, 5))
    pixels = draw(arrays(np.uint8, (n, d), elements=st.sampled_from([0, 1, 5, 100, 101, 255])))
    init = draw(arrays(float, (k, d), elements=st.floats(0, 255) | st.integers(0, 255) | st.just(1000)))
    weight = draw(st.none() | arrays(float, n, elements=st.integers(0, 3)).filter(np.any))
    return pixels, init, weight


@given(pictures(), st.sampled_from([0, 1e-4, 0.1]), st.sampled_from([1, 2, 300]))
def test_law_counted_colors_give_the_result_of_all_pixels(picture, tol, max_iter):
    pixels, init, weight = picture
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        counted, full = (
            KMeans(len(init), init=init, tol=tol, max_iter=max_iter).fit(X, sample_weight=weight)
            for X in (pixels, pixels.astype(float))
        )
    assert_array_equal(counted.cluster_centers_, full.cluster_centers_)
    assert_array_equal(counted.labels_, full.labels_)
    assert (counted.n_iter_, counted.stop_reason_) == (full.n_iter_, full.stop_reason_)
    for one, other in zip(counted.history_, full.history_, strict=True):
        assert_array_equal(one.centroids, other.centroids)
        assert_array_equal(one.labels, other.labels)
        assert_array_equal(one.counts, other.counts)
        assert_array_equal(one.shift, other.shift)
        assert_array_equal(one.relocated, other.relocated)
        assert one.inertia == pytest.approx(other.inertia, rel=1e-12)


def test_colors_are_indeed_counted(monkeypatch):
    sizes = []
    monkeypatch.setattr(
        "kmeans_scratch.estimator.lloyd", lambda X, *args, **more: sizes.append(len(X)) or lloyd(X, *args, **more)
    )
    KMeans(2, random_state=0).fit(COLORS)
    assert sizes == [len(np.unique(COLORS, axis=0))]
