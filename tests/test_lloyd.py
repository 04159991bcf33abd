"""Lloyd's algorithm: worked by hand first, then the laws that hold for all samples."""

import inspect
from dataclasses import FrozenInstanceError
from itertools import cycle, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from kmeans_scratch import assign, lloyd, relocate_empty, squared_distances, update
from kmeans_scratch.lloyd import squared_distances_to_own


def column(*values, dtype=float):
    """Samples of one feature."""
    return np.array(values, dtype=dtype)[:, None]


# Distances, by hand


def test_distances_of_few_features_are_squared_sums():
    X, centroids = np.array([[0, 0], [3, 4], [6, 8]]), np.array([[0, 0], [3, 0], [-1, 2]])
    assert_array_equal(squared_distances(X, centroids), [[0, 9, 5], [25, 16, 20], [100, 73, 85]])


def test_distances_of_many_features_are_squared_sums():
    X, centroids = np.outer([0, 1, 3], np.ones(9)), np.outer([1, 2], np.ones(9))
    assert_allclose(squared_distances(X, centroids), [[9, 36], [0, 9], [36, 9]], atol=1e-12)


@pytest.mark.parametrize("d", [3, 8, 9, 20])
def test_distances_of_bytes_do_not_wrap(d):
    low, high = np.full((1, d), 3, dtype=np.uint8), np.full((2, d), 250, dtype=np.uint8)
    assert_allclose(squared_distances(low, high), [[247**2 * d, 247**2 * d]])
    assert_allclose(squared_distances(high, low), [[247**2 * d], [247**2 * d]])


@pytest.mark.parametrize("d", [3, 8, 9, 20])
def test_distances_keep_their_digits_far_from_the_origin(d):
    rng = np.random.default_rng(0)
    X, centroids = rng.integers(0, 5, (30, d)), rng.integers(0, 5, (4, d))
    expected = ((X[:, None] - centroids) ** 2).sum(axis=2)
    far_off = rng.choice([-1e8, 1e8], d)
    assert_allclose(squared_distances(X + far_off, centroids + far_off), expected, atol=1e-6)


def test_distances_of_up_to_eight_features_are_exact_however_far_apart_the_centroids_are():
    centroids = np.outer([-1e8, 1e8], np.ones(8))
    X = np.full((9, 8), 1e8 + 1)
    assert_array_equal(squared_distances(X, centroids)[:, 1], np.full(9, 8))


def test_distances_of_many_features_are_never_negative():
    X = np.random.default_rng(0).normal(size=(200, 16))
    distances = squared_distances(X, X)
    assert distances.min() == 0
    assert_allclose(distances.diagonal(), 0, atol=1e-12)


@pytest.mark.parametrize(("d", "other"), [(3, 2), (2, 3), (12, 11)])
def test_distances_need_the_same_number_of_features(d, other):
    with pytest.raises(ValueError, match=r"argument|broadcast"):
        squared_distances(np.ones((4, d)), np.ones((2, other)))


@pytest.mark.parametrize("d", [3, 12])
def test_distances_of_float32_are_float64_which_holds_their_squares(d):
    X = np.full((1, d), 2.0**100, dtype=np.float32)
    assert_array_equal(squared_distances(X, -X), [[d * 2.0**202]])


def test_distances_to_own_look_only_at_the_own_centroid():
    X, labels, centroids = np.array([[0, 0], [3, 4], [1, 1]]), np.array([0, 0, 1]), np.array([[0.0, 0.0], [1.0, 3.0]])
    assert_array_equal(squared_distances_to_own(X, labels, centroids), [0, 25, 4])


# assign, by hand


def test_each_sample_gets_its_nearest_centroid():
    assert_array_equal(assign(column(7, -3, 4, 20), column(0, 5, 10)), [1, 0, 1, 2])


def test_ties_go_to_the_lowest_number():
    assert_array_equal(assign(column(5, 15), column(0, 10, 20)), [0, 1])
    assert_array_equal(assign(column(5, 6), column(7, 7, 7)), [0, 0])


def test_a_centroid_that_is_no_number_gets_the_labels_that_its_distances_have():
    X, centroids = column(1, 2, 9), np.array([[30.0], [np.nan], [2.0]])
    assert_array_equal(assign(X, centroids), squared_distances(X, centroids).argmin(axis=1))
    assert assign(X, centroids).tolist() == [1, 1, 1]  # NumPy takes NaN for the least


def test_settings_of_a_run_are_given_by_name():
    with pytest.raises(TypeError, match="positional argument"):
        list(lloyd(column(0, 1), column(0), np.ones(2)))
    assert [now.counts for now in lloyd(X=column(0, 1), centroids=column(0.5), sample_weight=np.ones(2))][-1] == 2


# update, by hand


def test_centroids_move_to_the_means():
    X, labels = np.array([[0, 0], [2, 4], [5, 5], [1, 8]]), np.array([0, 0, 1, 0])
    assert_array_equal(update(X, labels, np.zeros((2, 2))), [[1, 4], [5, 5]])


def test_a_sample_counts_as_often_as_it_weighs():
    X, labels, weight = column(0, 4, 9, 9), np.array([0, 0, 1, 1]), np.array([3.0, 1.0, 0.25, 0.0])
    assert_array_equal(update(X, labels, column(0, 0), weight), column(1, 9))


@pytest.mark.parametrize("weight", [None, np.ones(2)])
def test_float32_centroids_stay_float32(weight):
    X = column(1, 2, dtype=np.float32)
    assert update(X, np.array([0, 0]), X[:1], weight).dtype == np.float32


def test_the_mean_of_whole_numbers_is_not_rounded():
    X = column(1, 2, dtype=np.uint8)
    assert_array_equal(update(X, np.array([0, 0]), X[:1]), [[1.5]])


def test_sums_of_float32_are_taken_in_float64():
    X = column(2**24, *[1] * 6, dtype=np.float32)  # in float32, 2²⁴ + 1 is 2²⁴
    assert update(X, np.zeros(7, dtype=int), X[:1])[0, 0] == np.float32((2**24 + 6) / 7)


# Empty groups, by hand


def fill_and_update(X, labels, centroids, weight=None):
    """The first two steps of an iteration."""
    return update(X, relocate_empty(X, labels, centroids, weight), centroids, weight)


def test_update_leaves_the_centroid_of_an_empty_group():
    assert_array_equal(update(column(1, 2, 9), np.array([0, 0, 0]), column(2, 99)), column(4, 99))


def test_an_empty_group_takes_the_sample_farthest_from_its_centroid():
    X, centroids = column(1, 2, 9), column(2, 99)
    assert_array_equal(relocate_empty(X, np.array([0, 0, 0]), centroids), [0, 0, 1])
    assert_array_equal(fill_and_update(X, np.array([0, 0, 0]), centroids), column(1.5, 9))


def test_farthest_means_from_the_centroid_of_the_own_group():
    X, labels, centroids = column(0, 4, 100), np.array([0, 0, 2]), column(0, 500, 99)
    assert_array_equal(fill_and_update(X, labels, centroids), column(0, 4, 100))


def test_duplicates_of_the_farthest_sample_move_with_it():
    X = np.array([[1, 0], [9, 9], [1, 9], [9, 9]])
    assert_array_equal(relocate_empty(X, np.zeros(4, dtype=int), np.array([[1, 0], [99, 0]])), [0, 1, 0, 1])


def test_the_smallest_of_equally_far_samples_moves():
    centroids = np.array([[4, 4], [99, 99]])
    assert_array_equal(
        relocate_empty(np.array([[5, 4], [4, 3], [4, 5]]), np.zeros(3, dtype=int), centroids), [0, 1, 0]
    )
    assert_array_equal(
        relocate_empty(np.array([[4, 3], [4, 5], [3, 4]]), np.zeros(3, dtype=int), centroids), [0, 0, 1]
    )


def test_two_empty_groups_take_two_samples_the_farther_one_first():
    X, labels, centroids = column(0, 0.5, 10, 0), np.zeros(4, dtype=int), column(0, 50, 60)
    assert_array_equal(fill_and_update(X, labels, centroids), column(0, 10, 0.5))


def test_a_sample_without_weight_starts_no_group():
    X, labels, weight = column(0, 0.5, 100), np.zeros(3, dtype=int), np.array([1.0, 1.0, 0.0])
    assert_array_equal(relocate_empty(X, labels, column(0, 50), weight), [0, 1, 0])
    assert_array_equal(fill_and_update(X, labels, column(0, 50), weight), column(0, 0.5))


def test_a_group_that_weighs_nothing_is_empty():
    X, labels, weight = column(0, 1, 50), np.array([0, 0, 1]), np.array([2.0, 0.5, 0.0])
    assert_array_equal(fill_and_update(X, labels, column(0, 50), weight), column(0, 1))


@pytest.mark.parametrize("weight", [None, np.array([0.5, 0.5, 1])])
def test_an_empty_group_stays_if_every_sample_lies_on_a_centroid(weight):
    X, labels, centroids = column(3, 3, 5), np.array([0, 0, 1]), column(3, 5, 7, 8)
    assert_array_equal(fill_and_update(X, labels, centroids, weight), centroids)


def test_an_empty_group_stays_exactly_where_it_was_between_whole_numbers_too():
    X, labels, centroids = column(3, 3, 5), np.array([0, 0, 1]), column(3, 5, 7.75)
    assert_array_equal(fill_and_update(X, labels, centroids), centroids)


def test_a_group_that_gives_its_only_sample_away_stays():
    assert_array_equal(fill_and_update(column(0, 10), np.array([0, 1]), column(0, 9, 50)), column(0, 9, 10))


def test_labels_stay_as_they_are_if_no_group_is_empty():
    labels = np.array([0, 1])
    assert_array_equal(relocate_empty(column(0, 9), labels, column(0, 1)), labels)


def test_bytes_and_their_weights_do_not_wrap():
    X, weight = np.array([[200, 1], [100, 1]], dtype=np.uint8), np.array([3, 4], dtype=np.uint8)
    assert_array_equal(update(X, np.array([0, 0]), np.zeros((1, 2)), weight), [[1000 / 7, 1.0]])


@pytest.mark.parametrize("move", [relocate_empty, fill_and_update])
def test_the_farthest_of_bytes_is_found_without_wrapping(move):
    X, centroids = column(0, 15, 16, dtype=np.uint8), column(0, 99, dtype=np.uint8)  # 16² is 0 in a byte
    labels = np.zeros(3, dtype=int)
    assert_array_equal(move(X, labels, centroids), move(X * 1.0, labels, centroids * 1.0))


# A run, by hand

FOUR = column(0, 4, 8, 12)


def test_a_run_step_by_step():
    first, second, third = lloyd(FOUR, column(0, 4))

    assert_array_equal(first.centroids, column(0, 4))
    assert_array_equal(first.labels, [0, 1, 1, 1])
    assert_array_equal(first.counts, [1, 3])
    assert first.inertia == 16 + 64
    assert_array_equal(first.shift, [0, 0])

    assert_array_equal(second.centroids, column(0, 8))
    assert_array_equal(second.labels, [0, 0, 1, 1])  # 4 is as near to 0 as to 8
    assert_array_equal(second.counts, [2, 2])
    assert second.inertia == 16 + 16
    assert_array_equal(second.shift, [0, 4])

    assert_array_equal(third.centroids, column(2, 10))
    assert_array_equal(third.labels, [0, 0, 1, 1])
    assert third.inertia == 4 * 4
    assert_array_equal(third.shift, [2, 2])

    assert [now.iteration for now in (first, second, third)] == [0, 1, 2]
    assert [now.stop_reason for now in (first, second, third)] == [None, None, "converged"]
    assert [now.relocated.size for now in (first, second, third)] == [0, 0, 0]


def test_four_points_of_scikit_learn_weighted_by_hand():
    X, weight = np.array([[0, 0], [0.5, 0], [0.5, 1], [1, 1]]), np.array([3, 1, 1, 3])
    *_, last = lloyd(X, X[[0, 3]], sample_weight=weight)
    assert_array_equal(last.centroids, [[0.125, 0], [0.875, 1]])  # (3 · 0 + 1 · 0.5) / 4
    assert_array_equal(last.labels, [0, 0, 1, 1])
    assert_array_equal(last.counts, [4, 4])
    assert last.inertia == 2 * (3 * 0.125**2 + 1 * 0.375**2) == 0.375


def test_shift_is_a_distance_in_the_plane():
    *_, last = lloyd(np.array([[3, 4], [3, 4]]), np.array([[0, 0]]))
    assert_array_equal(last.shift, [5])


def test_lists_of_whole_numbers_will_do():
    *_, last = lloyd([[0], [3]], [[0]])
    assert_array_equal(last.centroids, [[1.5]])


def test_bytes_do_not_wrap_in_a_run():
    first, *_ = lloyd(column(0, 200, dtype=np.uint8), column(100, dtype=np.uint8))
    assert first.inertia == 2 * 100**2


@pytest.mark.parametrize(
    ("tol", "iterations", "reason"),
    # The centroids move by 0 and 4, then by 2 and 2: the squares add up to 16, then to 8
    [(16, 1, "tol"), (15.9, 2, "tol"), (8, 2, "tol"), (7.9, 2, "converged"), (0, 2, "converged")],
)
def test_a_run_ends_when_the_squares_of_the_shifts_add_up_to_tol(tol, iterations, reason):
    *before, last = lloyd(FOUR, column(0, 4), tol=tol)
    assert (last.iteration, last.stop_reason) == (iterations, reason)
    assert [now.stop_reason for now in before] == [None] * iterations


@pytest.mark.parametrize(
    ("max_iter", "iterations", "reason"), [(1, 1, "max_iter"), (2, 2, "converged"), (3, 2, "converged")]
)
def test_a_run_ends_after_max_iter_iterations(max_iter, iterations, reason):
    *_, last = lloyd(FOUR, column(0, 4), max_iter=max_iter)
    assert (last.iteration, last.stop_reason) == (iterations, reason)


def test_a_run_of_no_iterations_shows_the_given_centroids():
    [only] = lloyd(FOUR, column(0, 4), max_iter=0)
    assert (only.iteration, only.stop_reason) == (0, "max_iter")
    assert_array_equal(only.labels, [0, 1, 1, 1])


def test_centroids_that_do_not_move_are_within_any_tolerance():
    *_, last = lloyd(FOUR, column(2, 10))
    assert (last.iteration, last.stop_reason) == (1, "tol")


def test_no_shift_is_tolerated_if_not_told_otherwise():
    *_, last = lloyd(FOUR / 128, column(0, 4) / 128)
    assert (last.iteration, last.stop_reason) == (2, "converged")


def test_a_run_has_300_iterations_at_most_if_not_told_otherwise():
    flip = cycle([np.array([0]), np.array([1])])
    snapshots = list(
        lloyd(column(0), column(0, 1), assign=lambda X, c: next(flip), update=lambda X, labels, c: c + 1)
    )
    assert len(snapshots) == 1 + 300
    assert snapshots[-1].stop_reason == "max_iter"


def test_relocated_names_the_empty_groups_that_moved():
    first, second, *_ = lloyd(column(0, 1), column(0, 2))  # 1 is as near to 0 as to 2
    assert_array_equal(first.counts, [2, 0])
    assert_array_equal(first.relocated, [])
    assert_array_equal(second.relocated, [1])
    assert_array_equal(second.counts, [1, 1])


def test_relocated_does_not_name_an_empty_group_that_stayed():
    *_, last = lloyd(column(3, 3), column(3, 7))
    assert_array_equal(last.counts, [2, 0])
    assert_array_equal(last.relocated, [])


# Snapshots


def test_snapshots_cannot_be_changed():
    first, *_ = lloyd(FOUR, column(0, 4))
    with pytest.raises(FrozenInstanceError):
        first.inertia = 0.0
    for array in (first.centroids, first.labels, first.counts, first.shift, first.relocated):
        assert not array.flags.writeable


def test_snapshots_are_told_apart_by_which_they_are():
    first, second, third = lloyd(FOUR, column(0, 4))
    assert len({first, second, third}) == 3
    assert first == first != second


def test_snapshots_do_not_follow_the_array_they_were_given():
    centroids = column(0, 4)
    run = lloyd(FOUR, centroids)
    first = next(run)
    centroids[:] = 99
    assert_array_equal(first.centroids, column(0, 4))
    assert_array_equal(next(run).centroids, column(0, 8))


def test_snapshots_do_not_follow_functions_that_use_one_array_again_and_again():
    centroids, labels = np.empty((2, 1)), np.empty(4, dtype=int)

    def own_update(X, labels, before):
        centroids[:] = update(X, labels, before)
        return centroids

    def own_assign(X, centroids):
        labels[:] = assign(X, centroids)
        return labels

    first, second, third = lloyd(FOUR, column(0, 4), assign=own_assign, update=own_update)
    assert_array_equal(np.hstack([first.centroids, second.centroids, third.centroids]), [[0, 0, 2], [4, 8, 10]])
    assert_array_equal([first.labels, second.labels, third.labels], [[0, 1, 1, 1], [0, 0, 1, 1], [0, 0, 1, 1]])


@pytest.mark.parametrize(("k", "dtype"), [(1, "uint8"), (256, "uint8"), (257, "uint16")])
def test_labels_of_an_own_function_get_the_smallest_type_too(k, dtype):
    X = column(*range(k))
    run = lloyd(X, X, assign=lambda X, centroids: assign(X, centroids).astype(int))
    assert {now.labels.dtype.name for now in run} == {dtype}


# Functions of one's own


def test_own_functions_are_used():
    own_assign = lambda X, centroids: np.array([1, 0, 0, 0])  # noqa: E731
    own_update = lambda X, labels, centroids: centroids + labels[0]  # noqa: E731
    _, last = lloyd(FOUR, column(0, 4), assign=own_assign, update=own_update)
    assert_array_equal(last.labels, [1, 0, 0, 0])
    assert_array_equal(last.centroids, column(1, 5))


def test_own_update_gets_the_weights_if_there_are_any():
    weight, got = np.array([1.0, 2.0, 3.0, 4.0]), []

    def own_update(X, labels, centroids, **more):
        got.append(more)
        return update(X, labels, centroids, **more)

    list(lloyd(FOUR, column(0, 4), update=own_update, max_iter=1))
    list(lloyd(FOUR, column(0, 4), update=own_update, max_iter=1, sample_weight=weight))
    without, with_weight = got
    assert without == {}
    assert list(with_weight) == ["sample_weight"]
    assert_array_equal(with_weight["sample_weight"], weight)


def test_nothing_is_done_before_it_is_asked_for():
    calls = []

    def own_assign(X, centroids):
        calls.append("assign")
        return assign(X, centroids)

    run = lloyd(FOUR, column(0, 4), assign=own_assign)
    assert inspect.isgenerator(run)
    assert len(calls) == 0
    next(run)
    assert len(calls) == 1
    next(run)
    assert len(calls) == 2


# Laws


def read_only(values, dtype=float):
    array = np.array(values, dtype=dtype)
    array.flags.writeable = False  # whoever writes to what they were given shall fall over
    return array


small_integers = st.integers(-6, 6)  # whose sums are exact, in whichever order
fractions = st.floats(-100, 100, allow_subnormal=False)


@st.composite
def problems(draw, elements=small_integers, min_weight=1):
    """Samples, first centroids (some so far off that they start with no sample), and weights."""
    n, d, k = draw(st.integers(1, 12)), draw(st.integers(1, 3)), draw(st.integers(1, 5))
    X = draw(arrays(float, (n, d), elements=elements))
    centroids = draw(arrays(float, (k, d), elements=st.integers(-9, 9) | st.integers(50, 60)))
    weight = draw(arrays(float, n, elements=st.integers(min_weight, 3)).filter(np.any))
    return read_only(X), read_only(centroids), read_only(weight)


@given(st.integers(1, 12), st.data())
def test_law_distances_are_those_of_the_plain_formula(d, data):
    X, centroids = (data.draw(arrays(float, (n, d), elements=fractions)) for n in (4, 3))
    expected = ((X[:, None] - centroids) ** 2).sum(axis=2)
    assert_allclose(squared_distances(read_only(X), read_only(centroids)), expected, rtol=1e-9, atol=1e-9)


@given(problems(fractions, min_weight=0), st.booleans(), st.integers(0, 4))
def test_law_every_snapshot_is_consistent(problem, weighted, max_iter):
    X, given_centroids, weight = problem
    snapshots = list(lloyd(X, given_centroids, sample_weight=weight if weighted else None, max_iter=max_iter))
    weight = weight if weighted else np.ones(len(X))
    assert_array_equal(snapshots[0].centroids, given_centroids)
    for i, now in enumerate(snapshots):
        assert now.iteration == i
        assert_array_equal(now.labels, assign(X, now.centroids))
        assert_array_equal(now.counts, [weight[now.labels == group].sum() for group in range(len(now.centroids))])
        distances = ((X - now.centroids[now.labels]) ** 2).sum(axis=1)
        assert now.inertia == pytest.approx(sum(weight * distances), rel=1e-12)
    for before, now in pairwise(snapshots):
        assert_allclose(now.shift, np.linalg.norm(now.centroids - before.centroids, axis=1), rtol=1e-12)
        moved_from_nothing = [g for g in range(len(now.centroids)) if before.counts[g] == 0 and now.shift[g] > 0]
        assert_array_equal(now.relocated, moved_from_nothing)


@given(problems(fractions, min_weight=0), st.booleans())
def test_law_inertia_never_rises(problem, weighted):
    X, centroids, weight = problem
    inertia = [now.inertia for now in lloyd(X, centroids, sample_weight=weight if weighted else None)]
    for before, now in pairwise(inertia):
        assert now <= before * (1 + 1e-9) + 1e-9


@given(problems())
def test_law_a_finished_run_stays_where_it_is(problem):
    X, centroids, weight = problem
    *_, last = lloyd(X, centroids, sample_weight=weight)
    assert last.stop_reason in ("converged", "tol")
    assert_array_equal(update(X, last.labels, last.centroids, weight), last.centroids)


@given(problems(), st.integers(1, 5))
def test_law_weights_are_repeated_rows(problem, max_iter):
    X, centroids, weight = problem
    times = weight.astype(int)
    counted = list(lloyd(X, centroids, sample_weight=weight, max_iter=max_iter))
    repeated = list(lloyd(np.repeat(X, times, axis=0), centroids, max_iter=max_iter))
    for one, other in zip(counted, repeated, strict=True):
        assert_array_equal(one.centroids, other.centroids)
        assert_array_equal(np.repeat(one.labels, times), other.labels)
        assert_array_equal(one.counts, other.counts)
        assert_array_equal(one.relocated, other.relocated)
        assert one.inertia == pytest.approx(other.inertia, rel=1e-12)
        assert one.stop_reason == other.stop_reason


@given(problems(min_weight=0))
def test_law_rows_without_weight_might_as_well_be_left_out(problem):
    X, centroids, weight = problem
    weighed = list(lloyd(X, centroids, sample_weight=weight))
    left_out = list(lloyd(X[weight > 0], centroids, sample_weight=weight[weight > 0]))
    for one, other in zip(weighed, left_out, strict=False):  # their own labels may take a step longer to settle
        assert_array_equal(one.centroids, other.centroids)
        assert one.inertia == pytest.approx(other.inertia, rel=1e-12)
    assert_array_equal(weighed[-1].centroids, left_out[-1].centroids)


@given(problems(), st.randoms(use_true_random=False))
def test_law_the_order_of_the_rows_does_not_matter(problem, random):
    X, centroids, _ = problem
    order = random.sample(range(len(X)), len(X))
    for one, other in zip(lloyd(X, centroids), lloyd(X[order], centroids), strict=True):
        assert_array_equal(one.centroids, other.centroids)
        assert_array_equal(one.labels[order], other.labels)
        assert one.inertia == pytest.approx(other.inertia, rel=1e-12)
