"""Rows: the lead by hand, and which samples are measured again."""

import numpy as np
import pytest

from kmeans_scratch.fast import rows as rows_module
from kmeans_scratch.fast.rows import Rows, label_and_lead


def test_the_lead_is_the_distance_to_the_next_centroid_minus_that_to_the_nearest():
    X = np.array([[0.0, 0.0], [3.0, 4.0], [30.0, 40.0]])
    labels, lead = label_and_lead(X, np.array([[30.0, 40.0], [0.0, 0.0], [0.0, -7.0]]))
    assert labels.tolist() == [1, 1, 0]
    assert lead == pytest.approx([7 - 0, np.hypot(3, 11) - 5, 50 - 0], abs=1e-4)


def test_the_lead_of_a_tie_is_not_above_0():
    labels, lead = label_and_lead(np.array([[5.0], [1e8]]), np.array([[10.0], [0.0]]))
    assert labels.tolist() == [0, 0]
    assert lead[0] <= 0 < lead[1]


def test_with_one_centroid_nothing_is_measured_twice(monkeypatch):
    rows = Rows(np.eye(5))
    assert rows.assign(rows.X, np.zeros((1, 5))).tolist() == [0] * 5
    monkeypatch.setattr(rows_module, "label_and_lead", None)
    assert rows.assign(rows.X, np.full((1, 5), 1e9)).tolist() == [0] * 5


def test_only_samples_whose_lead_is_used_up_are_measured_again(monkeypatch):
    rows = Rows(np.array([[0.0], [4.0], [6.0], [10.0]]))
    assert rows.assign(rows.X, np.array([[0.0], [10.0]])).tolist() == [0, 0, 1, 1]  # the leads are 10, 2, 2 and 10
    measured = []

    def label_and_lead_of(X, centroids):
        measured.extend(X.ravel().tolist())
        return label_and_lead(X, centroids)

    monkeypatch.setattr(rows_module, "label_and_lead", label_and_lead_of)
    assert rows.assign(rows.X, np.array([[0.5], [11.0]])).tolist() == [0, 0, 1, 1]
    assert measured == []  # 1.5 of 2 are used up
    assert rows.assign(rows.X, np.array([[0.5], [12.0]])).tolist() == [0, 0, 0, 1]
    assert measured == [4.0, 6.0]


def test_the_centroid_that_moved_farthest_is_compared_with_the_others_only(monkeypatch):
    rows = Rows(np.array([[0.0], [100.0]]))
    rows.assign(rows.X, np.array([[0.0], [30.0], [100.0]]))  # the leads are 30 and 70
    monkeypatch.setattr(rows_module, "label_and_lead", None)
    rows.assign(rows.X, np.array([[0.0], [2.0], [100.0]]))  # 28 used up: once, not twice


def test_another_number_of_centroids_begins_anew():
    rows = Rows(np.arange(6.0)[:, None])
    for k in (2, 3, 1, 6):
        centroids = np.arange(k) * 1.0
        assert rows.assign(rows.X, centroids[:, None]).tolist() == np.minimum(np.arange(6), k - 1).tolist()
