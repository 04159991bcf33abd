"""Choosing k: worked by hand, then laws, then scikit-learn."""

from importlib import import_module

import numpy as np
import pytest
import sklearn.metrics
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.datasets import make_blobs

from kmeans_scratch.selection import elbow, silhouette_samples, silhouette_score

steps_module = import_module("kmeans_scratch.fast.steps")

LINE = np.array([[0.0], [2.0], [10.0], [13.0]])


# By hand


def test_silhouettes_by_hand():
    of_line = silhouette_samples(LINE, [0, 0, 1, 1])
    assert_allclose(of_line, [(11.5 - 2) / 11.5, (9.5 - 2) / 9.5, (9 - 3) / 9, (12 - 3) / 12], rtol=1e-12)
    assert silhouette_score(LINE, [0, 0, 1, 1]) == pytest.approx(of_line.mean())


def test_a_sample_in_the_wrong_group_is_below_0():
    assert silhouette_samples(LINE, [0, 0, 0, 1])[2] == pytest.approx((3 - 9) / 9)


def test_a_group_of_one_has_0():
    assert silhouette_samples(LINE, [0, 0, 0, 1])[3] == 0


def test_twins_in_two_groups_have_0_and_not_nan():
    assert_array_equal(silhouette_samples([[5.0], [5.0], [5.0], [5.0]], [0, 0, 1, 1]), 0)


def test_inertias_by_hand():
    assert_allclose(elbow(LINE, [4, 3, 2, 1], n_init=20, random_state=0), [0, 2, 2 + 4.5, 116.75])


# Laws


def test_pieces_do_not_change_the_silhouettes(monkeypatch):
    X, labels = make_blobs(100, 3, random_state=0)
    whole = silhouette_samples(X, labels)
    for at_once in (1, 300, 1700):
        monkeypatch.setattr(steps_module, "CHUNK", at_once)
        assert_allclose(silhouette_samples(X, labels), whole, rtol=1e-12)


def test_bytes_do_not_wrap():
    pixels = np.array([[0, 0, 9], [0, 0, 250], [3, 0, 0], [255, 0, 0]], dtype=np.uint8)
    assert_array_equal(silhouette_samples(pixels, [0, 1, 0, 1]), silhouette_samples(pixels * 1.0, [0, 1, 0, 1]))


def test_the_elbow_is_where_the_groups_are():
    X, _ = make_blobs(300, 2, centers=[[0, 0], [9, 0], [0, 9]], random_state=0)
    falls = -np.diff(elbow(X, range(1, 6), n_init=5, random_state=0))
    assert falls[1] > 10 * falls[2]


def test_the_same_seed_gives_the_same_numbers():
    X, labels = make_blobs(300, 2, random_state=0)
    assert_array_equal(elbow(X, [2, 7], random_state=3), elbow(X, [2, 7], random_state=3))
    drawn = [silhouette_score(X, labels, sample_size=50, random_state=seed) for seed in (3, 3, 4)]
    assert drawn[0] == drawn[1] != drawn[2]


@pytest.mark.parametrize("labels", [[0, 0, 0, 0], [0, 1, 2, 3]])
def test_too_few_or_too_many_groups_are_refused_in_the_words_of_scikit_learn(labels):
    with pytest.raises(ValueError, match=r"Number of labels is ..? Valid values") as theirs:
        sklearn.metrics.silhouette_samples(LINE, labels)
    with pytest.raises(ValueError, match="Number of labels") as ours:
        silhouette_samples(LINE, labels)
    assert str(ours.value) == str(theirs.value)


def test_too_few_labels_are_refused():
    with pytest.raises(ValueError, match=r"\[4, 3\]"):
        silhouette_samples(LINE, [0, 0, 1])


# scikit-learn


@pytest.mark.parametrize("d", [1, 2, 3, 8, 9, 20])
@pytest.mark.parametrize("offset", [0, 1e4])
def test_the_same_as_scikit_learn(d, offset):
    X, labels = make_blobs(500, d, centers=6, cluster_std=3, random_state=d)
    X, labels = X + offset, np.array(list("fedcba"))[labels]
    assert_allclose(silhouette_samples(X, labels), sklearn.metrics.silhouette_samples(X, labels), atol=1e-6)
    assert silhouette_score(X, labels) == pytest.approx(sklearn.metrics.silhouette_score(X, labels), abs=1e-6)
