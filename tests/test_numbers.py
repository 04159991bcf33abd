"""Numbers that break k-means elsewhere: far off, huge, tiny, all alike; any weights, any threads, any pieces."""

import hashlib
import os
import subprocess
import sys
import warnings
from importlib import import_module
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from kmeans_scratch import ConvergenceWarning, KMeans, assign, squared_distances

steps_module = import_module("kmeans_scratch.fast.steps")
FLOAT32 = np.finfo(np.float32)


def fit(X, n_clusters, sample_weight=None, **parameters):
    """Fit and use a model where whatever overflows, divides by zero or makes NaN is an error, as any warning is."""
    with np.errstate(over="raise", divide="raise", invalid="raise"), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # of samples with fewer than k places
        model = KMeans(n_clusters, **{"random_state": 0} | parameters).fit(X, sample_weight=sample_weight)
        model.distances = model.transform(X)
        model.predicted = model.predict(X)
        model.scored = model.score(X, sample_weight=sample_weight)
    return model


def assert_laws_hold(X, model, sample_weight=None):
    """What holds for every fit of whatever samples; `off` is how far rounding may move a mean."""
    weight = np.ones(len(X)) if sample_weight is None else np.asarray(sample_weight)
    off = 4 * len(X) * float(np.finfo(model.cluster_centers_.dtype).eps) * float(abs(X).max())
    slack = weight.sum() * X.shape[1] * off**2 + np.finfo(float).tiny

    for array in (model.cluster_centers_, model.distances, model.inertia_, model.scored):
        assert np.isfinite(array).all()
    assert (model.cluster_centers_ >= X.min(axis=0) - off).all()  # means lie between what they are means of
    assert (model.cluster_centers_ <= X.max(axis=0) + off).all()
    assert_array_equal(model.predicted, model.labels_)
    assert_array_equal(squared_distances(X, model.cluster_centers_).argmin(axis=1), model.labels_)
    assert model.inertia_ >= 0
    assert model.scored == -model.inertia_
    for before, now in pairwise(model.history_):
        assert 0 <= now.inertia <= before.inertia * (1 + 1e-9) + slack
        assert_allclose(now.counts.sum(), weight.sum(), rtol=1e-12)
    assert model.stop_reason_ in ("converged", "tol")  # by itself, long before the 300 iterations are over
    assert model.n_iter_ < 100


# Samples of every size

NEAR = st.floats(-1, 1, allow_subnormal=False).map(lambda x: round(x, 3)) | st.integers(-1, 1)
SCALES = {
    "plain": lambda X: X,
    "far off": lambda X: X + 1e8,
    "far off in one feature": lambda X: X + 1e8 * (np.arange(X.shape[1]) == 0),
    "tiny": lambda X: X * 1e-150,
    "almost nothing": lambda X: X * 1e-300,
    "huge": lambda X: X * 1e150,
    "with one outlier": lambda X: np.vstack([X, np.full((1, X.shape[1]), 1e100)]),
    "with outliers on both sides": lambda X: np.vstack([X, X[:1] - 1e12, X[:1] + 1e12]),
    "with a constant column": lambda X: np.column_stack([X, np.full(len(X), 0.1)]),
    "every row many times": lambda X: np.repeat(X / 7, 5, axis=0),
    "all rows alike": lambda X: np.repeat(X[:1] / 7, len(X), axis=0),
    "largest of float32": lambda X: (X * float(FLOAT32.max) / 8).astype(np.float32),
    "smallest of float32": lambda X: (X * float(FLOAT32.tiny)).astype(np.float32),
    "far off in float32": lambda X: (X + 1e8).astype(np.float32),
}


@st.composite
def samples(draw, scale):
    """Samples of 1, 3 or 12 features, moved or stretched, and a number of clusters up to theirs."""
    n, d = draw(st.integers(1, 12)), draw(st.sampled_from([1, 3, 12]))
    X = SCALES[scale](draw(arrays(float, (n, d), elements=NEAR)))
    return X, draw(st.integers(1, min(6, len(X))))


@pytest.mark.parametrize("init", ["k-means++", "random"])
@pytest.mark.parametrize("scale", SCALES)
@settings(max_examples=15)
@given(st.data())
def test_law_a_fit_is_sound_for_samples_of_every_size(scale, init, data):
    X, k = data.draw(samples(scale))
    assert_laws_hold(X, fit(X, k, init=init, n_init=1))


@pytest.mark.parametrize("init", ["k-means++", "random"])
@pytest.mark.parametrize("scale", SCALES)
@settings(max_examples=15)
@given(st.data())
def test_law_a_fit_is_sound_for_weights_from_1e_minus_12_to_1e12(scale, init, data):
    X, k = data.draw(samples(scale))
    largest = -6 if scale == "huge" else 12  # or the inertia would be too large to be a number
    smallest = -5 if scale == "almost nothing" else -12  # or samples times weights would be too small to be exact
    weight = 10 ** data.draw(arrays(float, len(X), elements=st.floats(smallest, largest)))
    assert_laws_hold(X, fit(X, k, weight, init=init, n_init=1), weight)


@pytest.mark.parametrize("scale", ["plain", "far off", "tiny", "huge", "every row many times", "largest of float32"])
@settings(max_examples=15)
@given(st.data())
def test_law_a_fit_is_sound_from_any_centroids(scale, data):
    X, k = data.draw(samples(scale))
    far = abs(X).max() * 3
    init = data.draw(arrays(float, (k, X.shape[1]), elements=st.sampled_from([-far, 0.0, far, float(X[0, 0])])))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = KMeans(k, init=init, tol=0).fit(X)
    assert np.isfinite(model.cluster_centers_).all()
    assert np.isfinite(model.inertia_)
    assert model.inertia_ >= 0
    assert model.stop_reason_ in ("converged", "tol")


# Worked by hand


@pytest.mark.parametrize("weight", [None, [1e-12], [1e12]])
@pytest.mark.parametrize("x", [0.0, 0.1, -1e145, 1e-150])
def test_one_row_is_its_own_centroid(x, weight):
    model = fit(np.array([[x, 5.0]]), 1, weight)
    assert_allclose(model.cluster_centers_, [[x, 5]], rtol=1e-15)
    assert_array_equal(model.labels_, [0])
    assert model.n_iter_ == 1


@pytest.mark.parametrize("scale", [1e-150, 1e-9, 1, 1e9, 1e150])
@pytest.mark.parametrize("n_features", [1, 2, 20])
def test_as_many_clusters_as_rows_give_each_row_its_own(n_features, scale):
    X = np.random.default_rng(0).normal(size=(7, n_features)) * scale
    model = fit(X, 7)
    assert sorted(model.labels_) == list(range(7))
    assert_array_equal(model.cluster_centers_[model.labels_], X)
    assert model.inertia_ == 0


@pytest.mark.parametrize("init", ["k-means++", "random"])
@pytest.mark.parametrize("x", [0.0, 0.1, 1e8 + 0.1, 1e150, 1e-150])
def test_rows_all_equal_have_one_place(x, init):
    X = np.full((10, 2), x)
    with pytest.warns(ConvergenceWarning, match=r"distinct clusters \(1\) found smaller than n_clusters \(3\)"):
        model = KMeans(3, init=init, random_state=0).fit(X)
    assert len(np.unique(model.labels_)) == 1
    assert_allclose(model.cluster_centers_, np.full((3, 2), x), rtol=1e-15)
    assert_array_equal(model.predict(X), model.labels_)


def test_the_groups_are_the_same_at_every_scale_of_two():
    X = np.random.default_rng(0).normal(size=(60, 3)) + np.repeat([[0], [9], [30]], 20, axis=0)
    plain = fit(X, 3)
    for power in (-490, -30, 30, 490):  # times 2 ** power is exact
        model = fit(X * 2.0**power, 3)
        assert_array_equal(model.labels_, plain.labels_)
        assert_array_equal(model.cluster_centers_, plain.cluster_centers_ * 2.0**power)


@pytest.mark.parametrize("n_features", [2, 12])
def test_an_offset_of_1e8_moves_the_centroids_and_nothing_else(n_features):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(300, n_features)) + rng.choice([0, 6, 12], (300, 1))
    X = (X * 1024).round() / 1024  # so that nothing is lost when 1e8 is added
    plain, far_off = KMeans(3, init=X[:3], tol=0).fit(X), KMeans(3, init=X[:3] + 1e8, tol=0).fit(X + 1e8)
    assert_array_equal(far_off.labels_, plain.labels_)
    assert_allclose(far_off.cluster_centers_ - 1e8, plain.cluster_centers_, atol=1e-6)
    assert far_off.inertia_ == pytest.approx(plain.inertia_, rel=1e-9)


def test_an_outlier_gets_a_group_of_its_own():
    X = np.vstack([np.random.default_rng(0).normal(size=(30, 2)), [[1e100, -1e100]]])
    model = fit(X, 2)
    assert_array_equal(model.labels_ == model.labels_[-1], [False] * 30 + [True])
    assert_array_equal(model.cluster_centers_[model.labels_[-1]], [1e100, -1e100])


def test_the_largest_numbers_of_float32_have_their_mean():
    X = np.float32([[FLOAT32.max], [FLOAT32.max], [-FLOAT32.max]])
    model = KMeans(2, random_state=0).fit(X)
    assert_array_equal(np.sort(model.cluster_centers_, axis=0), [[-FLOAT32.max], [FLOAT32.max]])
    assert model.cluster_centers_.dtype == np.float32
    assert_array_equal(model.predict(X), model.labels_)
    with pytest.raises(ValueError, match="X, or a distance in it, contains infinity or a value too large for dtype"):
        model.transform(X)  # twice FLOAT32.max is no number of float32


TOO_LARGE = "contains infinity or a value too large for dtype"


def test_numbers_whose_squares_are_no_numbers_are_refused():
    X = np.array([[0.0], [1.0], [1e160]])
    with pytest.raises(ValueError, match=f"Input X {TOO_LARGE}.*1e\\+160 squared, times 1 feature"):
        KMeans(2).fit(X)
    with pytest.raises(ValueError, match=f"Input X {TOO_LARGE}.*total weight of 3e\\+12"):
        KMeans(2).fit(X / 1e10, sample_weight=1e12)
    with pytest.raises(ValueError, match=f"Input X {TOO_LARGE}.*total weight of inf"):
        KMeans(2).fit(X[:2], sample_weight=[1e308, 1e308])
    with pytest.raises(ValueError, match=f"Input init {TOO_LARGE}"):
        KMeans(1, init=[[1e160]]).fit(X[:2])
    with pytest.raises(ValueError, match=f"Input init {TOO_LARGE}"):
        KMeans(1, init=[[np.finfo(float).max]]).fit(X[:2])
    model = KMeans(2, random_state=0).fit(X[:2])
    for use in (model.predict, model.transform, model.score):
        with pytest.raises(ValueError, match=f"Input X {TOO_LARGE}"):
            use(X)


def test_starts_beyond_float32_are_refused_for_samples_of_float32():
    with pytest.raises(ValueError, match=f"Input init {TOO_LARGE}"):
        KMeans(1, init=[[1e60]]).fit(np.float32([[1], [2]]))


# What lies far from 0, close together


@pytest.mark.parametrize("spread", [1, 1e-2, 1e-4])
def test_far_from_0_the_groups_are_those_that_the_same_samples_have_around_0(spread):
    rng = np.random.default_rng(0)
    X = (rng.normal(size=(20_000, 2)) + 4 * rng.integers(0, 3, (20_000, 1))) * spread + 1e8
    far, near = (fit(x, 3, init=x[:3], tol=0) for x in (X, X - 1e8))
    assert_array_equal(far.labels_, near.labels_)
    assert far.n_iter_ == near.n_iter_
    assert_allclose(far.inertia_, near.inertia_, rtol=1e-6)


@pytest.mark.parametrize("constant", [4.0, 0.1, -0.7, 1e12 + 0.1, 1.7e18, -1e150])
@pytest.mark.parametrize("n", [20, 1000])
def test_a_constant_column_changes_nothing(constant, n):
    rng = np.random.default_rng(n)
    x = rng.normal(size=(n, 1)) + 10 * rng.integers(0, 3, (n, 1))
    X = np.column_stack([x, np.full(n, constant)])
    alone, beside = fit(x, 3, init=x[:3], tol=0), fit(X, 3, init=X[:3], tol=0)
    assert_array_equal(beside.labels_, alone.labels_)
    assert_array_equal(beside.cluster_centers_[:, 0], alone.cluster_centers_[:, 0])
    assert set(beside.cluster_centers_[:, 1]) == {constant}


def test_far_from_0_repeated_rows_are_weights_too():
    rng = np.random.default_rng(0)
    X, weight = rng.normal(size=(300, 2)) * 1e-4 + 1e8, rng.integers(1, 500, 300)
    weighted, repeated = fit(X, 5, weight, init=X[:5]), fit(np.repeat(X, weight, axis=0), 5, init=X[:5])
    assert_array_equal(np.repeat(weighted.labels_, weight), repeated.labels_)
    assert_allclose(weighted.inertia_, repeated.inertia_, rtol=1e-9)


@pytest.mark.parametrize("n", [50, 1000])
@pytest.mark.parametrize("place", [0.1, 1e8 + 0.1, 1e150])
def test_equal_rows_have_themselves_as_their_mean(place, n):
    model = fit(np.full((n, 1), place), 7)
    assert model.n_iter_ == 1
    assert model.inertia_ == 0
    assert set(model.cluster_centers_.ravel()) == {place}


# The same seed, the same result


def fingerprint(*models):
    """Sum up results to the last bit."""
    digest = hashlib.sha256()
    for model in models:
        for array in (model.cluster_centers_, model.labels_, np.float64(model.inertia_), np.int64(model.n_iter_)):
            digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def hard_to_decide(n_features, n=3000):
    """Whole numbers on a small grid, the half of them twice: many samples are equally near to two centroids."""
    X = np.random.default_rng(n_features).integers(0, 3, (n, n_features)) * 1.0
    return np.vstack([X, X[: n // 2]])


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("n_features", [3, 9, 16, 40])
@pytest.mark.parametrize("make", [hard_to_decide, lambda d: np.random.default_rng(0).normal(size=(3000, d))])
def test_the_pieces_that_samples_are_worked_on_do_not_show_in_the_last_bit(make, n_features, dtype, monkeypatch):
    X = make(n_features).astype(dtype)
    weight = np.random.default_rng(1).uniform(size=len(X))
    prints, distances = set(), []
    for at_once in (2**16, 2**20, 1000, 7 * n_features):
        monkeypatch.setattr(steps_module, "CHUNK", at_once)
        models = [KMeans(6, random_state=0, max_iter=5).fit(X, sample_weight=w) for w in (None, weight)]
        prints.add(fingerprint(*models))
        distances.append(models[0].transform(X))
    assert len(prints) == 1
    for other in distances[1:]:
        assert_array_equal(other, distances[0])


THREADS = """
import sys

sys.path.insert(0, {folder!r})
from test_numbers import KMeans, fingerprint, hard_to_decide, np

many = np.random.default_rng(0).normal(size=(8000, 48))
samples = [hard_to_decide(3), hard_to_decide(16), hard_to_decide(48, 8000), many, many.astype(np.float32)]
print(fingerprint(*(KMeans(16, random_state=0, max_iter=5).fit(X) for X in samples)))
"""


def test_the_threads_of_the_matrix_product_do_not_show_in_the_last_bit():
    code = THREADS.format(folder=os.path.dirname(__file__))
    prints = set()
    for threads in "12":
        names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
        environment = os.environ | dict.fromkeys(names, threads)
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=200
        )
        assert done.returncode == 0, done.stderr
        prints.add(done.stdout)
    assert len(prints) == 1
    assert len(prints.pop()) == 65


class RoundedOtherwise(np.ndarray):
    """Samples whose matrix products differ by as much as the rounding of another processor or thread may."""

    def __rmatmul__(self, left):
        right = self.view(np.ndarray)
        direction = np.random.default_rng(0).choice([-1, 1], size=(len(left), right.shape[1]))
        return left @ right + direction * np.finfo(float).eps * (abs(left) @ abs(right))


@pytest.mark.parametrize("n_features", [3, 16, 48])
def test_however_a_matrix_product_is_rounded_the_labels_are_the_same(n_features):
    X = hard_to_decide(n_features)
    assert_array_equal(assign(X.view(RoundedOtherwise), X[:9]), squared_distances(X, X[:9]).argmin(axis=1))


@given(st.integers(1, 40), st.sampled_from([1e-160, 1e-154, 1e-20, 1, 1e8, 1e150]), st.booleans(), st.data())
def test_law_products_never_decide_what_their_rounding_could_change(d, scale, whole, data):
    elements = st.integers(-2, 2) if whole else st.floats(-1, 1)
    X, centroids = (data.draw(arrays(float, (n, d), elements=elements)) * scale for n in (6, 4))
    X[0] = (centroids[0] + centroids[1]) / 2  # as near as can be to two
    assert_array_equal(assign(X, centroids), squared_distances(X, centroids).argmin(axis=1))


def test_products_decide_most_samples_without_being_asked_again(monkeypatch):
    asked = []
    monkeypatch.setattr(
        steps_module,
        "squared_distances",
        lambda X, centroids: asked.append(len(X)) or squared_distances(X, centroids),
    )
    for d in (2, 3, 30):
        X = np.random.default_rng(0).normal(size=(5000, d))
        assign(X, X[:10])
    assert sum(asked) < 5
