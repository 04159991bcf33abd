"""The fast steps: equal to the board, side by side; then what they do that the board does not."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from kmeans_scratch import assign as board_assign
from kmeans_scratch import lloyd
from kmeans_scratch import update as board_update
from kmeans_scratch.fast import steps
from kmeans_scratch.fast.steps import FAST_STEPS, assign, chunks, origin_of, squared_distances_to_own, update


def column(*values, dtype=float):
    """Samples of one feature."""
    return np.array(values, dtype=dtype)[:, None]


# The board and the fast steps, side by side


def assert_same_run(X, centroids, **settings):
    """Run k-means with both kinds of steps, and compare everything in every snapshot."""
    board = list(lloyd(X, centroids, **settings))
    fast = list(lloyd(X, centroids, **settings, **FAST_STEPS))
    assert len(board) == len(fast)
    for one, other in zip(board, fast, strict=True):
        assert (one.iteration, one.stop_reason) == (other.iteration, other.stop_reason)
        assert_array_equal(one.labels, other.labels, strict=True)
        assert_array_equal(one.relocated, other.relocated)
        assert_allclose(one.counts, other.counts, rtol=1e-12, atol=0)
        assert_allclose(one.centroids, other.centroids, rtol=0, atol=1e-12 * max(1, np.abs(X).max()))
        assert other.inertia == pytest.approx(one.inertia, rel=1e-12, abs=1e-12 * max(1, np.square(X).max()))


@st.composite
def problems(draw):
    """Samples with ties and duplicates, centroids that start with empty groups, and weights that can be 0.

    Multiples of 1/4, also far from 0, and weights that are powers of 2: so no sum is rounded, and ties are exact.
    """
    n, d, k = draw(st.integers(1, 40)), draw(st.sampled_from([1, 2, 3, 8, 9])), draw(st.integers(1, 6))
    scale, offset = draw(st.sampled_from([(1, 0), (1, 2.0**20), (2.0**-20, -1.0), (2.0**40, 0)]))
    quarters = st.integers(-20, 20).map(lambda i: i / 4)
    X = draw(arrays(float, (n, d), elements=quarters)) * scale + offset
    centroids = draw(arrays(float, (k, d), elements=quarters | st.integers(200, 210))) * scale + offset
    weight = draw(st.none() | arrays(float, n, elements=st.sampled_from([0.0, 0.5, 1.0, 2.0, 4.0])).filter(np.any))
    return X, centroids, weight


@given(problems(), st.sampled_from([0.0, 0.5, 100.0]), st.integers(0, 8))
def test_law_a_run_with_the_fast_steps_is_that_of_the_board(problem, tol, max_iter):
    X, centroids, weight = problem
    assert_same_run(X, centroids, sample_weight=weight, tol=tol, max_iter=max_iter)


@given(st.integers(0, 2**32), st.sampled_from([0, 1e8, -1e12]), st.booleans())
def test_law_each_step_on_any_floats_is_that_of_the_board(seed, offset, weighted):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(200, 4)) * 10.0 ** rng.integers(-3, 4) + offset
    weight = rng.uniform(0, 3, 200) if weighted else None
    labels = assign(X, X[:5])
    assert_array_equal(labels, board_assign(X, X[:5]))
    expected = board_update(X, labels, X[:5], weight)
    assert_allclose(update(X, labels, X[:5], weight), expected, rtol=0, atol=1e-12 * np.abs(X).max())


@given(st.integers(0, 2**32), st.integers(1, 9))
def test_law_a_run_on_bytes_is_that_of_the_board_in_every_bit(seed, k):
    rng = np.random.default_rng(seed)
    X, weight = rng.integers(0, 256, (300, 3), dtype=np.uint8), rng.integers(1, 99, 300)
    for settings in ({}, {"sample_weight": weight}):
        for one, other in zip(lloyd(X, X[:k], **settings), lloyd(X, X[:k], **settings, **FAST_STEPS), strict=True):
            assert_array_equal(one.centroids, other.centroids, strict=True)
            assert_array_equal(one.labels, other.labels, strict=True)


def test_a_centroid_that_is_no_number_gets_the_labels_of_the_board():
    X, centroids = column(1, 2, 9), np.array([[30.0], [np.nan], [2.0]])
    assert_array_equal(assign(X, centroids), board_assign(X, centroids))


# What the board does not do


def test_samples_need_as_many_features_as_the_centroids():
    with pytest.raises(ValueError, match=r"X of shape \(3, 1\) should have 2 features, as the centroids have"):
        assign(column(1, 2, 3), np.zeros((2, 2)))


@pytest.mark.parametrize(("k", "dtype"), [(1, "uint8"), (2, "uint8"), (256, "uint8"), (257, "uint16")])
def test_labels_are_of_the_smallest_unsigned_type(k, dtype):
    labels = assign(column(*range(k)), column(*range(k)))
    assert labels.dtype == dtype
    assert_array_equal(labels, range(k))


@pytest.mark.parametrize("chunk", [1, 2, 6, 7, 9, 29, 30, 31])
def test_chunks_do_not_change_the_result(chunk, monkeypatch):
    X, centroids = np.random.default_rng(0).integers(0, 9, (10, 3)), np.eye(3) * 5
    labels = ((X[:, None] - centroids) ** 2).sum(axis=2).argmin(axis=1)
    monkeypatch.setattr(steps, "CHUNK", chunk)
    assert_array_equal(assign(X, centroids), labels)
    assert_array_equal(squared_distances_to_own(X, labels, centroids), ((X - centroids[labels]) ** 2).sum(axis=1))


def test_chunks_cover_every_row_once(monkeypatch):
    monkeypatch.setattr(steps, "CHUNK", 8)
    assert list(chunks(5, 4)) == [slice(0, 2), slice(2, 4), slice(4, 6)]
    assert list(chunks(4, 3)) == [slice(0, 2), slice(2, 4)]
    assert list(chunks(17, 1)) == [slice(0, 8), slice(8, 16), slice(16, 24)]
    assert list(chunks(2, 9)) == [slice(0, 1), slice(1, 2)]  # at least one row at a time
    assert list(chunks(0, 3)) == []


def test_chunks_are_sized_by_the_widest_array(monkeypatch):
    widths = []
    monkeypatch.setattr(steps, "chunks", lambda n, width: widths.append(width) or chunks(n, width))
    labels = assign(np.ones((9, 2)), np.arange(10.0).reshape(5, 2))  # rows of 5 distances
    squared_distances_to_own(np.ones((9, 2)), labels, np.ones((5, 2)))  # rows of 2 features
    update(np.ones((9, 2)), 0 * labels, np.ones((1, 2)))
    assign(np.ones((9, 7)), np.arange(35.0).reshape(5, 7))  # rows of 7 features
    assert widths == [5, 2, 2, 7]


def test_the_mean_of_samples_far_from_0_is_exact_to_the_last_digit():
    rng = np.random.default_rng(0)
    X = np.column_stack([1.7e9 + rng.uniform(size=9999), -1e8 - rng.uniform(size=9999)])
    labels, centroids = rng.integers(0, 3, 9999), X[:3]
    for group, mean in enumerate(update(X, labels, centroids)):
        for x, found in zip(X[labels == group].T, mean, strict=True):
            exact = math.fsum(x) / len(x)
            assert abs(found - exact) <= np.spacing(abs(exact))


@pytest.mark.parametrize(
    ("x", "centroids", "origin"),
    [
        ([1002.0, 1003.0], [1002.0, 1003.0], 1002.0),
        ([-1003.0, -1002.0], [-1002.5, -1002.5], -1003.0),
        ([1000.0, 1001.0], [1000.0, 1001.0], 0.0),  # not far enough: 1000 is 1000 times 1
        ([1000.0, 1001.0], [1001.0, 1001.0], 0.0),
        ([1002.0, 1003.0], [1000.0, 1001.0], 0.0),  # the centroids are not
        ([0.5, 1e8], [1e8, 1e8], 0.0),  # one sample is not
        ([0.0, 0.0], [0.0, 0.0], 0.0),
        ([1e8, 1e8], [-1e8, 1e8], 0.0),
        ([7.0, 7.0], [7.0, 7.0], 7.0),
    ],
)
def test_sums_begin_at_the_minimum_if_all_samples_are_far_from_0(x, centroids, origin):
    beside = np.array([[0.0], [1.0]])  # a feature near 0 stays where it is
    X, centroids = (np.column_stack([beside, np.array(column), beside]) for column in (x, centroids))
    assert_array_equal(origin_of(X, centroids), [0.0, origin, 0.0])
