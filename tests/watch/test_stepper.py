"""Stepping: forth, back, from elsewhere; nothing is lost, nothing is computed twice; where two runs part."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from kmeans_scratch import KMeans, Stepper, assign, extract_palette, first_difference, lloyd, rock_collection, update
from kmeans_scratch.pictures.spaces import to_oklab
from kmeans_scratch.watch.difference import match_groups

X = np.array([[1.0], [2.0], [9.0], [11.0]])
INIT = [[1.0], [2.0]]  # worked by hand: means 1 and 2, then 1 and 22/3, then 1.5 and 10


def line(**settings):
    return Stepper(X, 2, init=INIT, **settings)


def noisy_picture(size=(12, 16), n_colors=40, seed=0):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (n_colors, 3), dtype=np.uint8)[rng.integers(0, n_colors, size)]


class Counted:
    """A function that counts its calls, and keeps what it was called with."""

    def __init__(self, function):
        self.function, self.calls, self.__wrapped__ = function, [], function

    def __call__(self, *args, **kwargs):
        self.calls.append((args, kwargs))
        return self.function(*args, **kwargs)


# Worked by hand


def test_each_step_is_as_on_paper():
    stepper = line()
    assert stepper.snapshot.iteration == 0
    assert_array_equal(stepper.snapshot.labels, [0, 1, 1, 1])
    assert stepper.next().snapshot.centroids.ravel() == pytest.approx([1, 22 / 3])
    assert stepper.next().snapshot.centroids.ravel() == pytest.approx([1.5, 10])
    assert stepper.snapshot.inertia == 2.5
    assert stepper.snapshot.stop_reason == "converged"


def test_at_the_ends_one_stays():
    stepper = line()
    assert stepper.back().snapshot.iteration == 0
    assert stepper.run().next().next().snapshot.iteration == 2
    assert len(stepper) == 3
    assert stepper.goto(99).snapshot.iteration == 2


@pytest.mark.parametrize(
    "move",
    [
        Stepper.next,
        Stepper.back,
        Stepper.run,
        Stepper.restart,
        lambda stepper: stepper.goto(1),
        lambda stepper: stepper.restart(3),
    ],
)
def test_each_move_returns_the_stepper(move):
    stepper = line()
    assert move(stepper) is stepper


def test_going_back_loses_nothing():
    stepper = line().run()
    seen = stepper.history
    assert stepper.back().snapshot is seen[1]
    assert stepper.back().back().snapshot is seen[0]
    assert stepper.history == seen
    assert len(stepper) == 3
    assert [snapshot.iteration for snapshot in stepper] == [0, 1, 2]
    assert stepper.goto(2).snapshot is seen[2]


def test_nothing_is_computed_before_it_is_looked_at():
    stepper = line()
    assert len(stepper) == 1
    assert len(stepper.next()) == 2
    assert [snapshot.iteration for snapshot in stepper] == [0, 1]


def test_nothing_is_computed_twice():
    own = {"assign": Counted(assign), "update": Counted(update)}
    stepper = line(**own)
    assert (len(own["assign"].calls), len(own["update"].calls)) == (1, 0)
    stepper.next().back().next().goto(2).goto(0).run().run().back().next().next()
    repr(stepper), stepper._repr_html_(), list(stepper), stepper.history
    assert (len(own["assign"].calls), len(own["update"].calls)) == (3, 2)


@pytest.mark.parametrize("iteration", [-1, -7])
def test_before_the_first_pick_there_is_nothing(iteration):
    with pytest.raises(ValueError, match=f"iteration={iteration} should be >= 0"):
        line().goto(iteration)


def test_a_run_ends_after_max_iter():
    stepper = line(max_iter=1).run()
    assert (stepper.snapshot.iteration, stepper.snapshot.stop_reason) == (1, "max_iter")


def test_snapshots_cannot_be_written_to():
    with pytest.raises(ValueError, match="read-only"):
        line().snapshot.centroids[0] = 5


def test_what_is_looked_at_cannot_change_the_run():
    stepper = line()
    history = stepper.history
    assert isinstance(history, tuple)
    stepper.run()
    assert len(history) == 1


def test_the_samples_are_the_steppers_own():
    samples = X.copy()
    stepper = Stepper(samples, 2, init=INIT)
    samples[:] = 0
    assert stepper.run().snapshot.centroids.ravel() == pytest.approx([1.5, 10])


# The same as KMeans


def assert_same_run(stepper, history, expand=lambda labels: labels):
    assert len(stepper.run()) == len(history)
    for now, then in zip(stepper, history, strict=True):
        assert_array_equal(now.centroids, then.centroids)
        assert_array_equal(expand(now.labels), then.labels)
        assert_array_equal(now.counts, then.counts)
        assert_array_equal(now.shift, then.shift)
        assert (now.iteration, now.stop_reason) == (then.iteration, then.stop_reason)
        assert now.inertia == pytest.approx(then.inertia, rel=1e-12)  # of colours, it is summed in another order


@settings(max_examples=30)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 6),
    st.integers(1, 4),
    st.sampled_from([np.float32, float, int, np.int16]),
)
def test_it_is_the_run_of_kmeans_on_numbers(seed, k, n_features, dtype):
    samples = (100 * np.random.default_rng(seed).normal(size=(30, n_features))).astype(dtype)
    model = KMeans(k, random_state=seed).fit(samples)
    assert_same_run(Stepper(samples, k, random_state=seed), model.history_)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("k", [1, 3, 8])
def test_it_is_the_run_of_kmeans_on_a_picture(seed, k):
    picture = noisy_picture(seed=seed)
    model = KMeans(k, random_state=seed).fit(picture.reshape(-1, 3))
    stepper = Stepper(picture, k, random_state=seed)
    rows = stepper.collection.pixel_rows(99, 99).ravel()
    assert_same_run(stepper, model.history_, expand=lambda labels: labels[rows])
    assert_same_run(
        Stepper(picture.reshape(-1, 3), k, random_state=seed), model.history_, lambda labels: labels[rows]
    )


@pytest.mark.parametrize("init", ["random", lambda X, n_clusters, random_state: X[:n_clusters]])
def test_it_is_the_run_of_kmeans_from_another_first_pick(init):
    samples = np.random.default_rng(1).normal(size=(40, 2))
    model = KMeans(4, init=init, n_init=1, random_state=1).fit(samples)
    assert_same_run(Stepper(samples, 4, init=init, random_state=1), model.history_)


def test_it_is_the_run_of_kmeans_on_colors_with_alpha():
    samples = np.random.default_rng(0).integers(0, 3, (100, 4), dtype=np.uint8)
    model = KMeans(3, random_state=0).fit(samples)
    stepper = Stepper(samples, 3, random_state=0).run()
    assert_allclose(stepper.snapshot.centroids, model.cluster_centers_)


def test_the_same_seed_is_the_same_run_and_the_global_one_is_not_touched():
    np.random.seed(0)
    before = np.random.get_state()[1].copy()
    one, other = (Stepper(noisy_picture(), 5, random_state=3).run() for _ in range(2))
    assert_same_run(one, other.history)
    assert_array_equal(np.random.get_state()[1], before)


def test_restart_is_a_new_stepper_with_that_seed():
    stepper = Stepper(noisy_picture(), 5, random_state=3).run()
    assert stepper.restart(8).snapshot.iteration == 0
    assert len(stepper) == 1
    assert_same_run(stepper, Stepper(noisy_picture(), 5, random_state=8).run().history)


@pytest.mark.parametrize("random_state", [np.random.default_rng(1), np.random.RandomState(1), None])
def test_any_source_of_chance_will_do(random_state):
    assert len(Stepper(X, 2, random_state=random_state).run()) > 1


# What if the models were here?


def test_a_branch_starts_where_it_is_told_and_leaves_the_old_stepper_alone():
    stepper = line().next()
    before = stepper.history
    branch = stepper.branch([[1.0], [11.0]])
    assert branch is not stepper
    assert branch.snapshot.iteration == 0
    assert_array_equal(branch.snapshot.labels, [0, 0, 1, 1])
    branch.run()
    assert stepper.history == before
    assert stepper.snapshot.iteration == 1


def test_a_branch_keeps_the_settings():
    own = {"assign": Counted(assign), "update": Counted(update)}
    stepper = line(max_iter=1, tol=0.5, **own)
    branch = stepper.branch(stepper.snapshot.centroids + 1)
    assert (branch.max_iter, branch.tol, branch.collection) == (1, 0.5, stepper.collection)
    before = len(own["update"].calls)
    branch.run()
    assert len(own["update"].calls) == before + 1


def test_numbers_too_large_to_be_squared_are_refused():
    X = np.array([[0.0, 0.0], [0.0, 1.0], [9.0, 9.0]]) * 1e200
    with pytest.raises(ValueError, match="Input X contains infinity or a value too large"):
        Stepper(X, 2, init="random", random_state=0)


def test_a_branch_may_have_another_number_of_groups():
    assert len(line().branch([[1.0], [5.0], [9.0]]).run().snapshot.centroids) == 3
    with pytest.raises(ValueError, match="n_samples=4 should be >= n_clusters=5"):
        line().branch(np.zeros((5, 1)))


def test_a_branch_does_not_change_when_its_centroids_do():
    centroids = np.array(INIT)
    branch = line().branch(centroids)
    centroids[:] = 99
    assert_array_equal(branch.snapshot.centroids, INIT)
    assert_same_run(branch, line().run().history)


def test_a_branch_begins_anew_where_it_began():
    """Even if the array of centroids has been moved on, for the next what-if, in the meantime."""
    centroids = np.array(INIT)
    branch = line().branch(centroids)
    centroids[:] = 99
    assert_array_equal(branch.restart().snapshot.centroids, INIT)


def test_a_branch_of_a_picture_is_sorted_like_the_picture():
    stepper = Stepper(noisy_picture(), 3, random_state=0).run()
    branch = stepper.branch(stepper.snapshot.centroids).next()
    assert branch.snapshot.inertia == pytest.approx(stepper.snapshot.inertia)
    assert branch.collection.picture is stepper.collection.picture


# A student's own functions


def test_own_functions_move_the_models():
    own = {
        "assign": Counted(lambda X, centroids: np.zeros(len(X), dtype=int)),
        "update": Counted(lambda X, labels, centroids: centroids + 1),
    }
    stepper = line(**own).next()
    assert_array_equal(stepper.snapshot.centroids, np.array(INIT) + 1)
    assert_array_equal(stepper.snapshot.labels, [0, 0, 0, 0])


def plain(X, labels, centroids):
    return update(X, labels, centroids)


def weighted(X, labels, centroids, sample_weight=None):
    return update(X, labels, centroids, sample_weight)


def test_an_update_that_knows_no_weights_gets_plain_pixels():
    own = Counted(plain)
    Stepper(noisy_picture((30, 20)), 3, random_state=0, update=own).next()
    (samples, labels, _), kwargs = own.calls[0]
    assert kwargs == {}
    assert samples.shape == (600, 3)
    assert len(labels) == 600


def test_they_are_thinned_when_they_are_many():
    stepper = Stepper(noisy_picture((500, 250)), 3, random_state=0, update=plain)
    assert len(stepper.collection.X) == 200 * 100
    assert stepper.run().snapshot.counts.sum() == 200 * 100


def test_an_update_that_knows_weights_gets_counted_colors():
    own = Counted(weighted)
    Stepper(noisy_picture((30, 20)), 3, random_state=0, update=own).next()
    (samples, _, _), kwargs = own.calls[0]
    assert len(samples) == len(kwargs["sample_weight"]) == 40
    assert kwargs["sample_weight"].sum() == 600


def test_plain_and_counted_pixels_end_at_the_same_colors():
    picture = noisy_picture((20, 20))
    first = picture[0, :4].astype(float)
    one, other = (Stepper(picture, 4, init=first, update=function).run() for function in (plain, weighted))
    assert_allclose(one.snapshot.centroids, other.snapshot.centroids)
    assert one.snapshot.inertia == pytest.approx(other.snapshot.inertia)
    assert len(one) == len(other)


def test_after_an_interruption_one_can_go_on():
    """Ctrl-C in a long run, or a mistake that shows once: the iterations so far are not lost."""
    interruptions = iter([False, False, True])  # then no more, though the iterations so far are gone through again

    def interrupted(X, centroids):
        if next(interruptions, False):
            raise KeyboardInterrupt
        return assign(X, centroids)

    stepper = line(assign=interrupted).next()
    first, second = stepper.history
    with pytest.raises(KeyboardInterrupt):
        stepper.next()
    assert stepper.snapshot is second  # where it was
    assert stepper.run().snapshot.centroids.ravel() == pytest.approx([1.5, 10])
    assert stepper.history[:2] == (first, second)  # the same ones, not others that are equal
    assert [snapshot.iteration for snapshot in stepper] == [0, 1, 2]


# Whatever it is given


def test_rocks_are_stepped_by_size_and_by_color():
    rocks = rock_collection()
    assert Stepper(rocks, 3, by="size", random_state=0).run().snapshot.centroids.shape == (3, 2)
    assert Stepper(rocks, 5, by="color", random_state=0).run().snapshot.centroids.shape == (5, 3)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"n_clusters": 5}, "n_samples=4 should be >= n_clusters=5"),
        ({"n_clusters": 0}, "n_clusters"),
        ({"n_clusters": 2.5}, "n_clusters"),
        ({"init": "best"}, "init"),
        ({"init": [[1.0]]}, r"\(1, 1\)"),
        ({"init": [[1.0, 2.0], [3.0, 4.0]]}, "number of features"),
        ({"init": [[1.0], [np.nan]]}, "NaN"),
        ({"max_iter": 0}, "max_iter"),
        ({"tol": -1}, "tol"),
    ],
)
def test_what_makes_no_sense_is_refused(settings, message):
    with pytest.raises(ValueError, match=message):
        Stepper(X, **{"n_clusters": 2, **settings})


# Where two runs part


def run_from(*places, samples=X, **settings):
    return list(lloyd(samples, np.array(places)[:, None], **settings))


def test_a_run_is_like_itself():
    assert first_difference(run_from(1.0, 2.0), run_from(1.0, 2.0)) is None
    assert first_difference(line().run(), line().run()) is None


def test_the_first_centroid_that_differs_is_found():
    found = first_difference(run_from(1.0, 2.0), run_from(1.0, 9.0))
    assert (found.iteration, found.group, found.sample) == (0, 1, None)
    assert str(found) == found.message == "iteration 0: centroid 1 is at [2.0] in one run and at [9.0] in the other"


def test_a_difference_later_on_is_found():
    def stubborn(X, labels, centroids):
        moved = update(X, labels, centroids)
        moved[1] = centroids[1] if centroids[1] > 5 else moved[1]
        return moved

    found = first_difference(run_from(1.0, 2.0), run_from(1.0, 2.0, update=stubborn))
    assert (found.iteration, found.group) == (2, 1)


def test_the_first_label_that_differs_is_found():
    def careless(X, centroids):
        labels = assign(X, centroids)
        labels[2] = 0
        return labels

    found = first_difference(run_from(1.0, 9.0), run_from(1.0, 9.0, assign=careless))
    assert (found.iteration, found.group, found.sample) == (0, 1, 2)
    assert str(found) == "iteration 0: sample 2 is in group 1 in one run and in group 0 in the other"


def test_a_run_that_goes_on_longer_differs():
    found = first_difference(run_from(1.0, 2.0), run_from(1.0, 2.0, max_iter=1))
    assert (found.iteration, found.group, found.sample) == (2, None, None)
    assert str(found) == "iteration 2: only one of the runs gets there"
    assert str(first_difference(run_from(1.0, 2.0, max_iter=1), run_from(1.0, 2.0))) == str(found)


def test_another_number_of_groups_differs():
    found = first_difference(run_from(1.0, 2.0), run_from(1.0, 2.0, 9.0))
    assert (found.iteration, found.group) == (0, None)
    assert "2 groups in one run and 3 in the other" in str(found)


def test_a_centroid_that_is_no_number_differs():
    def empty_mean(X, labels, centroids):
        moved = update(X, labels, centroids)
        moved[0] = np.nan
        return moved

    with np.errstate(invalid="ignore"):
        wrong = run_from(1.0, 2.0, update=empty_mean, max_iter=1)
    assert first_difference(run_from(1.0, 2.0), wrong).iteration == 1


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(1, 7))
def test_how_groups_are_numbered_is_no_difference(seed, k):
    rng = np.random.default_rng(seed)
    samples = rng.normal(size=(40, 2))
    first, turned = samples[:k], rng.permutation(k)
    assert first_difference(lloyd(samples, first), lloyd(samples, first[turned])) is None


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(2, 7))
def test_a_moved_centroid_is_found_however_groups_are_numbered(seed, k):
    rng = np.random.default_rng(seed)
    samples = rng.normal(size=(40, 2))
    other, group = samples[:k].copy(), rng.integers(k)
    other[group] += 1e-4
    found = first_difference(lloyd(samples, samples[:k]), lloyd(samples, other[rng.permutation(k)]))
    assert (found.iteration, found.group, found.sample) == (0, group, None)


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(1, 9))
def test_groups_are_matched_with_their_likes(seed, k):
    rng = np.random.default_rng(seed)
    centroids, turned = rng.normal(size=(k, 3)), rng.permutation(k)
    partner = match_groups(centroids, centroids[turned] + 1e-9)
    assert_array_equal(turned[partner], range(k))


def test_each_group_has_one_partner():
    assert_array_equal(match_groups(np.array([[0.0], [1.0]]), np.array([[0.9], [0.8]])), [1, 0])
    assert_array_equal(match_groups(np.zeros((3, 2)), np.zeros((3, 2))), [0, 1, 2])


# In OKLab


def test_in_oklab_groups_are_those_of_the_space_and_centroids_are_shown_in_rgb():
    picture = noisy_picture()
    stepper = Stepper(picture, 4, space="oklab", random_state=0, tol=0).run()
    X, weight, now = stepper.collection.X, stepper.collection.weight, stepper.snapshot
    points = to_oklab(X)
    for group, centroid in enumerate(now.centroids):
        members = now.labels == group
        mean = np.average(points[members], axis=0, weights=weight[members])
        assert_allclose(to_oklab(centroid), mean, atol=1e-9)
    assert_array_equal(now.labels, assign(points, to_oklab(now.centroids)))


def test_in_oklab_the_steps_end_at_the_palette_of_oklab():
    picture = noisy_picture()
    stepper = Stepper(picture, 4, space="oklab", random_state=0).run()
    palette = extract_palette(picture, 4, space="oklab", random_state=0)
    assert_allclose(to_oklab(stepper.snapshot.centroids)[palette.order], palette.centroids, atol=1e-9)
    assert stepper.snapshot.inertia == pytest.approx(palette.inertia)


def test_in_oklab_other_groups_are_found():
    runs = [Stepper(noisy_picture(), 4, space=space, random_state=0).run() for space in ("rgb", "oklab")]
    assert (runs[0].snapshot.labels != runs[1].snapshot.labels).any()
    assert all(run.collection.X.max() > 1 for run in runs)  # the samples stay in RGB


@pytest.mark.parametrize(("source", "space", "line"), [
    (X, "oklab", "space='oklab' is for colours, not for feature 0"),
    (noisy_picture(), "lab", "space='lab' should be 'rgb' or 'oklab'"),
])  # fmt: skip
def test_a_space_that_does_not_fit_is_one_line(source, space, line):
    with pytest.raises(ValueError, match="space") as error:
        Stepper(source, 2, space=space)
    assert str(error.value) == line
