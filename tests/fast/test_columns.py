"""`lower` by columns: the squared distances of `seeding.lower`, bit by bit, whatever is skipped."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal

from kmeans_scratch import kmeans_plusplus
from kmeans_scratch.fast import columns
from kmeans_scratch.fast.columns import MANY, Columns
from kmeans_scratch.seeding import lower


def test_the_squared_distances_to_two_candidates_by_hand():
    X = np.array([[0.0, 0.0], [3.0, 4.0], [6.0, 8.0]])
    lowered = Columns(X).lower(X, np.array([0, 2]), np.array([1.0, 30.0, np.inf]))
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
        assert_array_equal(Columns(X).lower(X, candidates, D2), lower(X, candidates, D2))


@pytest.mark.parametrize("d", [2, MANY, 40])
@pytest.mark.parametrize("weighted", [False, True])
def test_the_picks_are_those_of_the_plain_way(d, weighted):
    rng = np.random.default_rng(d)
    X = (rng.normal(size=(20, d)) * 3)[rng.integers(0, 20, 3000)] + rng.normal(size=(3000, d))
    weight = rng.integers(0, 4, 3000) * 1.0 if weighted else None
    expected = kmeans_plusplus(X, 25, sample_weight=weight, random_state=0)[1]
    picks = kmeans_plusplus(X, 25, sample_weight=weight, random_state=0, lower=Columns(X).lower)[1]
    assert_array_equal(picks, expected)


def test_late_picks_compute_few_of_the_distances():
    rng = np.random.default_rng(0)
    X = (rng.normal(size=(30, 16)) * 9).repeat(100, axis=0) + rng.normal(size=(3000, 16))
    every_blob = np.arange(0, 3000, 100)
    samples, D2 = Columns(X), lower(X, every_blob, np.full(3000, np.inf)).min(axis=0)
    candidates = np.array([50, 1250])
    proposed = samples.proposed(slice(0, 3000), samples.columns[:, candidates], D2)
    assert [set(rows // 100) for rows in proposed] == [{0}, {12}]  # only samples of the candidate's own blob
