"""`Columns.lower` skips distances, but D² is that of the plain computation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from kmeans_scratch.fast import columns
from kmeans_scratch.fast.columns import MANY, Columns


def lower(X, candidates, D2):
    """What D² becomes with each candidate, (t, n), by its definition, feature by feature."""
    return np.minimum([sum((x - x[row]) ** 2 for x in X.T) for row in candidates], D2)


def test_the_squared_distances_to_two_candidates_by_hand():
    X = np.array([[0.0, 0.0], [3.0, 4.0], [6.0, 8.0]])
    lowered = Columns(X).lower(np.array([0, 2]), np.array([1.0, 30.0, np.inf]))
    assert_array_equal(lowered, [[0, 25, 100], [1, 25, 0]])


@st.composite
def questions(draw):
    """Samples with duplicates and offsets, candidates, and the D² of earlier picks or none."""
    n, d = draw(st.integers(1, 30)), draw(st.sampled_from([1, 3, MANY - 1, MANY, 20]))
    offset, scale = draw(st.sampled_from([0.0, 1e3, 1e8])), draw(st.sampled_from([1.0, 1e-9, 1e9]))
    X = draw(arrays(float, (n, d), elements=st.integers(-4, 4))) * scale + offset
    row = st.integers(0, n - 1)
    candidates = np.array(draw(st.lists(row, min_size=1, max_size=4)))
    earlier = np.array(draw(st.lists(row, max_size=3)), dtype=int)
    D2 = lower(X, earlier, np.full(n, np.inf)).min(axis=0) if len(earlier) else np.full(n, np.inf)
    return X, candidates, D2


@given(questions(), st.sampled_from([1, 20, 2**17]))
def test_law_each_squared_distance_equals_that_of_the_plain_way(question, piece):
    X, candidates, D2 = question
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "PIECE", piece)
        found, expected = Columns(X).lower(candidates, D2), lower(X, candidates, D2)
    assert_allclose(found, expected, rtol=1e-14, atol=0)  # NumPy adds up a single column in another order


def test_late_picks_compute_few_of_the_distances():
    rng = np.random.default_rng(0)
    X = (rng.normal(size=(30, 16)) * 9).repeat(100, axis=0) + rng.normal(size=(3000, 16))
    every_blob = np.arange(0, 3000, 100)
    samples, D2 = Columns(X), lower(X, every_blob, np.full(3000, np.inf)).min(axis=0)
    candidates = np.array([50, 1250])
    proposed = samples.proposed(slice(0, 3000), samples.columns[:, candidates], D2)
    assert [set(rows // 100) for rows in proposed] == [{0}, {12}]  # only samples of the candidate's own blob
