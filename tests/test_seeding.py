"""The first pick: worked by hand, then laws, then the chances themselves, then scikit-learn."""

from collections import Counter
from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.cluster import kmeans_plusplus as sklearn_kmeans_plusplus
from sklearn.datasets import make_blobs

from kmeans_scratch import kmeans_plusplus, random_centroids
from kmeans_scratch.seeding import as_generator, draw, kmeans_plusplus_picks

both = pytest.mark.parametrize("pick", [random_centroids, kmeans_plusplus])

LINE = np.array([[0.0], [2.0], [10.0], [13.0]])


# By hand


def test_the_chances_of_each_pick_by_hand():
    expected = {  # weight times the squared distance to the nearest of the picks so far; the weights are 1, 2, 1, 1
        (): np.array([1, 2, 1, 1]) / 5,
        (0,): np.array([0, 2 * 4, 100, 169]) / 277,
        (0, 2): np.array([0, 2 * 4, 0, 9]) / 17,
        (2, 0): np.array([0, 2 * 4, 0, 9]) / 17,
        (0, 3): np.array([0, 2 * 4, 9, 0]) / 17,
        (3, 0): np.array([0, 2 * 4, 9, 0]) / 17,
    }
    seen = set()
    for seed in range(60):
        picked = ()
        for pick in kmeans_plusplus_picks(LINE, 3, sample_weight=np.array([1, 2, 1, 1]), random_state=seed):
            if picked in expected:
                seen.add(picked)
                assert_allclose(pick.probabilities, expected[picked], rtol=1e-12)
            picked += (pick.index,)
    assert seen == set(expected)


def test_the_candidate_that_leaves_the_least_is_kept():
    first, second = kmeans_plusplus_picks(LINE, 2, random_state=1, n_local_trials=30)
    assert len(first.candidates) == 1  # nothing to choose between yet
    left = {  # what the squared distances add up to with rows 0 to 3 kept, given the first pick
        0: [0 + 4 + 100 + 169, 100 + 169 - 36 - 48, 0 + 4 + 0 + 9, 0 + 4 + 9 + 0],
        1: [64 + 121, 4 + 64 + 121, 4 + 9, 4 + 9],
        2: [4 + 9, 4 + 9, 100 + 64 + 9, 100 + 64],
        3: [4 + 9, 4 + 9, 100 + 64, 169 + 121 + 9],
    }[first.index]
    assert_array_equal(second.potentials, [left[row] for row in second.candidates])
    assert left[second.index] == min(left)


@pytest.mark.parametrize(("k", "trials"), [(2, 2), (3, 3), (7, 3), (8, 4), (20, 4), (21, 5)])
def test_the_candidates_are_two_and_the_logarithm_of_k(k, trials):
    picks = kmeans_plusplus_picks(np.arange(40.0)[:, None], k, random_state=0)
    assert [len(pick.candidates) for pick in picks] == [1] + [trials] * (k - 1)


@pytest.mark.parametrize("trials", [1, 6])
def test_the_candidates_are_as_many_as_asked_for(trials):
    picks = kmeans_plusplus_picks(LINE, 3, random_state=0, n_local_trials=trials)
    assert [len(pick.potentials) for pick in picks] == [1, trials, trials]


def test_kmeans_plusplus_takes_its_number_of_candidates():
    picks = [pick.index for pick in kmeans_plusplus_picks(LINE, 3, random_state=5, n_local_trials=1)]
    assert_array_equal(kmeans_plusplus(LINE, 3, random_state=5, n_local_trials=1)[1], picks)


@both
def test_as_many_picks_as_samples_are_all_of_them(pick):
    for seed in range(20):
        assert sorted(pick(LINE, 4, random_state=seed)[1]) == [0, 1, 2, 3]


@both
def test_samples_that_are_all_equal_can_be_picked_from(pick):
    centroids, indices = pick(np.full((5, 2), 7), 3, random_state=0)
    assert_array_equal(centroids, np.full((3, 2), 7.0))
    assert set(indices) <= set(range(5))


def test_a_pick_can_be_neither_changed_nor_mistaken_for_another():
    first, second = kmeans_plusplus_picks(LINE, 2, random_state=0)
    assert len({first, second}) == 2
    with pytest.raises(FrozenInstanceError):
        first.index = 3


def test_where_every_sample_has_a_twin_among_the_picks_chances_are_the_weights():
    X, weight = np.array([[0.0], [0.0], [5.0]]), np.array([1.0, 3.0, 4.0])
    *_, third, fourth = kmeans_plusplus_picks(X, 4, sample_weight=weight, random_state=0)
    assert_array_equal(third.probabilities, weight / 8)
    assert_array_equal(fourth.probabilities, weight / 8)


def test_fewer_weighted_samples_than_picks_are_taken_again_from_the_first_on():
    X, weight = np.arange(8.0).reshape(4, 2), np.array([0.0, 2.0, 1.0, 0.0])
    centroids, indices = random_centroids(X, 5, sample_weight=weight, random_state=0)
    first, second = indices[:2]
    assert {first, second} == {1, 2}
    assert_array_equal(indices, [first, second, first, second, first])
    assert_array_equal(centroids, X[indices])


@both
def test_centroids_are_copies_in_floating_point(pick):
    whole = pick(np.array([[1], [2]]), 2, random_state=0)[0]
    assert whole.dtype == np.float64
    X = LINE.astype(np.float32)
    centroids, indices = pick(X, 4, random_state=0)
    assert centroids.dtype == np.float32
    assert not np.shares_memory(centroids, X)
    assert_array_equal(centroids, X[indices])


@both
def test_centroids_are_the_very_samples_fractions_too(pick):
    X = np.array([[0.25, -1.75], [7.5, 0.125], [-3.3, 9.9]])
    centroids, indices = pick(X, 3, random_state=0)
    assert_array_equal(centroids, X[indices])


@pytest.mark.parametrize("pick", [random_centroids, kmeans_plusplus, kmeans_plusplus_picks])
def test_weights_and_seed_are_given_by_name(pick):
    with pytest.raises(TypeError, match="positional argument"):
        list(pick(LINE, 2, np.ones(4)))
    assert list(pick(X=LINE, n_clusters=2, sample_weight=np.ones(4), random_state=0))


# Laws


@st.composite
def weighted_samples(draw):
    n, d = draw(st.integers(1, 8)), draw(st.integers(1, 10))
    X = draw(arrays(float, (n, d), elements=st.integers(-5, 5)))
    return X, draw(arrays(float, n, elements=st.integers(0, 4)).filter(np.any))


@given(weighted_samples(), st.integers(1, 5), st.none() | st.integers(1, 3), st.integers(0, 9))
def test_law_each_pick_has_the_chances_and_potentials_of_the_paper(samples, k, trials, seed):
    X, weight = samples
    nearest = np.full(len(X), np.inf)  # D² of each sample to the nearest pick
    picks = kmeans_plusplus_picks(X, k, sample_weight=weight, random_state=seed, n_local_trials=trials)
    for number, pick in enumerate(picks):
        chances = weight if number == 0 or not (weight * nearest).any() else weight * nearest
        assert_allclose(pick.probabilities, chances / chances.sum(), rtol=1e-9, atol=1e-12)
        assert pick.probabilities.sum() == pytest.approx(1)
        with_each = [np.minimum(nearest, ((X - X[row]) ** 2).sum(axis=1)) for row in pick.candidates]
        assert_allclose(pick.potentials, [(weight * D2).sum() for D2 in with_each], rtol=1e-9, atol=1e-9)
        best = int(pick.potentials.argmin())
        assert pick.index == pick.candidates[best]
        nearest = with_each[best]
    assert number == k - 1


@both
@given(samples=weighted_samples(), k=st.integers(1, 8), seed=st.integers(0, 9))
def test_law_indices_are_those_of_the_centroids_and_weigh_something(pick, samples, k, seed):
    X, weight = samples
    X.flags.writeable = weight.flags.writeable = False
    centroids, indices = pick(X, k, sample_weight=weight, random_state=seed)
    assert centroids.shape == (k, X.shape[1])
    assert_array_equal(centroids, X[indices])
    total = [weight[(X == centroid).all(axis=1)].sum() for centroid in centroids]  # of all duplicates
    assert min(total) > 0


@given(weighted_samples(), st.integers(1, 8), st.integers(0, 9))
def test_law_random_picks_take_no_sample_twice_while_there_are_others(samples, k, seed):
    X, weight = samples
    centroids, _ = random_centroids(X, k, sample_weight=weight, random_state=seed)
    assert len(np.unique(centroids, axis=0)) == min(k, len(np.unique(X[weight > 0], axis=0)))


@both
@given(weighted_samples(), st.integers(1, 8), st.integers(0, 9), st.randoms(use_true_random=False))
def test_law_the_order_of_the_rows_does_not_change_the_picks(pick, samples, k, seed, random):
    X, weight = samples
    order = random.sample(range(len(X)), len(X))
    expected, _ = pick(X, k, sample_weight=weight, random_state=seed)
    assert_array_equal(pick(X[order], k, sample_weight=weight[order], random_state=seed)[0], expected)


@both
@given(weighted_samples(), st.integers(1, 8), st.integers(0, 9))
def test_law_repeated_rows_are_picked_as_weighted_ones(pick, samples, k, seed):
    X, weight = samples
    expected, _ = pick(X, k, sample_weight=weight, random_state=seed)
    assert_array_equal(pick(np.repeat(X, weight.astype(int), axis=0), k, random_state=seed)[0], expected)


@given(st.integers(0, 2**32), st.integers(1, 9))
def test_law_rows_are_drawn_as_numpy_draws_them(seed, size):
    probabilities = np.random.default_rng(seed).uniform(0, 1, 50) * np.array([0.0, 1.0]).repeat(25)
    probabilities /= probabilities.sum()
    drawn = draw(probabilities, size, np.random.default_rng(seed), np.arange(50))
    assert_array_equal(drawn, np.random.default_rng(seed).choice(50, size=size, p=probabilities))


# Chances, drawn many times

DRAWS = 4000


def assert_drawn(rows, chances):
    """Compare how often each row was drawn with its chance, to within four standard deviations."""
    chances, counts = np.asarray(chances), Counter(rows)
    shares = np.array([counts[row] for row in range(len(chances))]) / len(rows)
    assert (abs(shares - chances) <= 4 * np.sqrt(chances * (1 - chances) / len(rows))).all(), shares


@both
def test_the_first_pick_is_by_weight(pick):
    rng, weight = np.random.default_rng(0), np.array([1.0, 0.0, 4.0, 3.0])
    rows = [pick(LINE, 1, sample_weight=weight, random_state=rng)[1][0] for _ in range(DRAWS)]
    assert_drawn(rows, weight / 8)


@both
def test_without_weights_the_first_pick_is_any_sample(pick):
    rng = np.random.default_rng(1)
    assert_drawn([pick(LINE, 2, random_state=rng)[1][0] for _ in range(DRAWS)], np.full(4, 1 / 4))


def test_the_second_random_pick_is_by_the_weight_of_what_is_left():
    rng = np.random.default_rng(2)
    pairs = [
        random_centroids(LINE, 2, sample_weight=np.array([5.0, 1.0, 0.0, 2.0]), random_state=rng)[1]
        for _ in range(DRAWS)
    ]
    assert_drawn([second for first, second in pairs if first == 0], [0, 1 / 3, 0, 2 / 3])


def test_the_second_pick_of_the_paper_is_by_weight_times_squared_distance():
    rng, X, weight = np.random.default_rng(3), np.array([[0.0], [1.0], [3.0]]), np.array([6.0, 2.0, 1.0])
    pairs = [kmeans_plusplus(X, 2, sample_weight=weight, random_state=rng, n_local_trials=1)[1] for _ in range(DRAWS)]
    assert_drawn([second for first, second in pairs if first == 0], [0, 2 / 11, 9 / 11])
    assert_drawn([second for first, second in pairs if first == 1], [6 / 10, 0, 4 / 10])


def test_the_greedy_pick_is_the_best_of_two_draws():
    rng, X = np.random.default_rng(4), np.array([[0.0], [1.0], [3.0]])
    pairs = [kmeans_plusplus(X, 2, random_state=rng)[1] for _ in range(DRAWS)]
    # After 0, the candidate 3 leaves 1, and 1 leaves 4: 3 is kept unless 1 is drawn twice
    assert_drawn([second for first, second in pairs if first == 0], [0, 1 / 100, 99 / 100])


# Randomness


@both
@pytest.mark.parametrize("kind", [int, np.random.default_rng, np.random.RandomState])
def test_the_same_seed_gives_the_same_picks(pick, kind):
    X = np.arange(50.0)[:, None]
    first, again, other = (pick(X, 5, random_state=kind(seed))[1] for seed in (3, 3, 4))
    assert_array_equal(first, again)
    assert list(first) != list(other)


@both
def test_a_seed_is_that_of_a_generator(pick):
    X = np.arange(50.0)[:, None]
    assert_array_equal(pick(X, 5, random_state=3)[1], pick(X, 5, random_state=np.random.default_rng(3))[1])


@both
@pytest.mark.parametrize("kind", [np.random.default_rng, np.random.RandomState])
def test_a_generator_goes_on_from_call_to_call(pick, kind):
    X, rng = np.arange(50.0)[:, None], kind(0)
    assert list(pick(X, 5, random_state=rng)[1]) != list(pick(X, 5, random_state=rng)[1])


@both
def test_without_a_seed_picks_differ(pick):
    X = np.arange(1000.0)[:, None]
    assert list(pick(X, 9)[1]) != list(pick(X, 9)[1])


@both
@pytest.mark.parametrize("random_state", [None, 0])
def test_the_global_state_is_left_alone(pick, random_state):
    before = np.random.get_state()
    pick(LINE, 2, random_state=random_state)
    after = np.random.get_state()
    assert before[0] == after[0]
    assert_array_equal(before[1], after[1])
    assert before[2:] == after[2:]


def test_a_generator_is_used_as_it_is():
    rng = np.random.default_rng(0)
    assert as_generator(rng) is rng


# scikit-learn as the reference


@pytest.mark.parametrize("trials", [None, 1])
def test_picks_are_as_good_as_those_of_scikit_learn(trials):
    X, _ = make_blobs(60, centers=6, cluster_std=2, random_state=0)
    weight = np.random.default_rng(0).uniform(0, 3, len(X))

    def potentials(pick):
        picks = (pick(X, 5, sample_weight=weight, random_state=seed, n_local_trials=trials)[0] for seed in range(500))
        return np.array([weight @ ((X[:, None] - c) ** 2).sum(axis=2).min(axis=1) for c in picks])

    ours, theirs = potentials(kmeans_plusplus), potentials(sklearn_kmeans_plusplus)
    error = np.sqrt((ours.var() + theirs.var()) / 500)
    assert abs(ours.mean() - theirs.mean()) <= 4 * error


@pytest.mark.parametrize("wrong", [-1, 1.5, "a"])
def test_what_is_no_seed_is_refused_by_name(wrong):
    with pytest.raises(ValueError, match=rf"^The 'random_state' parameter must .* Got {wrong!r} instead\.$"):
        as_generator(wrong)
