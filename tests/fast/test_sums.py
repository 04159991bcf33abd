"""Sums of what changed: by hand; then runs of all fast steps, side by side with the board."""

import numpy as np
import pytest
from fuzz_steps import differences
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from kmeans_scratch import KMeans, lloyd
from kmeans_scratch.fast import choose, sums
from kmeans_scratch.fast.boxes import Boxes
from kmeans_scratch.fast.choose import FEW, Plain, choose_steps
from kmeans_scratch.fast.colors import count_colors
from kmeans_scratch.fast.rows import Rows
from kmeans_scratch.fast.steps import mean_variance

# By hand


def test_only_samples_that_changed_group_are_added_up_again(monkeypatch):
    rows, added = Rows(np.array([[1.0], [2.0], [9.0], [11.0], [12.0]])), []
    add_up = rows.add_up
    monkeypatch.setattr(
        rows, "add_up", lambda which, labels, k: added.append(which.tolist()) or add_up(which, labels, k)
    )
    centroids = np.zeros((2, 1))
    assert rows.update(rows.X, np.array([0, 0, 0, 1, 1]), centroids).tolist() == [[4.0], [11.5]]
    assert rows.update(rows.X, np.array([0, 0, 1, 1, 1]), centroids).tolist() == [[1.5], [32 / 3]]
    assert rows.counts_and_inertia(rows.X, np.array([0, 0, 1, 1, 1]), centroids)[0].tolist() == [2, 3]
    assert added == [[0, 1, 2, 3, 4], [2]]


def test_a_group_that_lost_nearly_all_is_added_up_anew():
    # 0.1 and 0.2 cannot be taken from a sum without a rest: what is left of 0.3 - 0.1 - 0.2 is not 0.
    rows = Rows(np.zeros((40, 1)), np.full(40, 0.1))
    centroids = np.zeros((2, 1))
    for moved in range(41):
        labels = (np.arange(40) < moved).astype(np.uint8)
        counts, _ = rows.counts_and_inertia(rows.X, labels, centroids, rows.weight)
    assert counts[0] == 0
    assert counts[1] == pytest.approx(4)


def test_the_inertia_is_measured_if_the_formula_cancels(monkeypatch):
    X = np.array([[0.0], [1e6], [1e6 + 1e-3]])
    rows = Rows(X)
    labels, centroids = np.array([0, 1, 1]), np.array([[0.0], [1e6]])
    expected = float((X[2, 0] - 1e6) ** 2)
    assert rows.counts_and_inertia(X, labels, centroids)[1] == expected
    monkeypatch.setattr(sums, "CANCELS", -1.0)
    assert rows.counts_and_inertia(X, labels, centroids)[1] != expected


@pytest.mark.parametrize("offset", [0, 1e4, 1e9])
def test_the_mean_variance_comes_with_the_sums(offset):
    rng = np.random.default_rng(0)
    X, weight = rng.normal(size=(999, 3)) * [1, 10, 100] + offset, rng.uniform(0, 2, 999)
    for weights in (None, weight):
        assert Rows(X, weights).mean_variance == pytest.approx(mean_variance(X, weights), rel=1e-10)
    X[0] = 1e9  # the sums begin here: then they cancel
    assert Rows(X, weight).mean_variance == pytest.approx(mean_variance(X, weight), rel=1e-10)


# The choice


@pytest.mark.parametrize(
    ("shape", "kind"), [((FEW - 1, 2), Plain), ((FEW, 1), Boxes), ((FEW, 3), Boxes), ((FEW, 4), Rows)]
)
def test_the_steps_depend_on_the_number_of_samples_and_features(shape, kind):
    assert type(choose_steps(np.ones(shape), None)) is kind


def test_counted_colours_go_into_cells_unless_their_weights_are_fractions():
    colors = np.random.default_rng(0).integers(0, 256, (5000, 3), dtype=np.uint8)
    seen = count_colors(colors)
    cells = choose_steps(seen.colors * 1.0, seen.counts, seen)
    assert cells.X.dtype == np.uint8
    assert cells.weight.sum() == 5000
    assert choose_steps(seen.colors * 1.0, seen.counts / 2, seen).X.dtype == float


# Laws


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32))
def test_law_labels_centroids_and_inertia_are_those_of_the_board(seed):
    assert differences(seed) == []


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 2**32), st.sampled_from([1, 2, 3, 5]), st.sampled_from(["ties", "floats", "far"]), st.booleans()
)
def test_law_a_fit_gives_the_samples_labels_in_the_order_given(seed, d, kind, weighted):
    rng, n = np.random.default_rng(seed), 300
    X = rng.integers(0, 20, (n, d)) * 0.25 if kind == "ties" else rng.normal(size=(n, d)) + (kind == "far") * 1e8
    weight = rng.integers(0, 4, n) * 0.5 + (np.arange(n) == 0) if weighted else None
    start = X[rng.choice(n, 5, replace=False)]
    model = KMeans(5, init=start, max_iter=9, tol=0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(choose, "FEW", 1)
        patch.setattr("warnings.warn", lambda *args, **kwargs: None)
        model.fit(X, sample_weight=weight)
    board = list(lloyd(X, start, sample_weight=weight, max_iter=9))
    assert len(board) == len(model.history_)
    for one, other in zip(board, model.history_, strict=True):
        assert_array_equal(one.labels, other.labels)
        assert_allclose(one.counts, other.counts, rtol=1e-12)
        assert_allclose(one.centroids, other.centroids, rtol=0, atol=1e-12 * max(1, np.abs(X).max()))
        # Far from 0, the means of the board are rounded to 1e-8.
        assert other.inertia == pytest.approx(one.inertia, rel=1e-6 if kind == "far" else 1e-10, abs=1e-12)
    assert_array_equal(model.labels_, board[-1].labels)


@pytest.mark.parametrize("d", [2, 6])
def test_several_first_picks_share_the_steps(d):
    X = np.random.default_rng(0).normal(size=(FEW, d))
    best = KMeans(4, init="random", n_init=3, random_state=0, tol=0).fit(X)
    *_, end = lloyd(X, best.history_[0].centroids)
    assert_array_equal(best.labels_, end.labels)
    assert best.inertia_ == pytest.approx(end.inertia, rel=1e-10)
