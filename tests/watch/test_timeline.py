"""The plan of a film: which frames, in which order, what each shows, and how long; all read from the snapshots."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from kmeans_scratch import Stepper, rock_collection, update
from kmeans_scratch.watch.pace import AT_LENGTH, HALF_STEP, HARDLY, eventful, n_changes, reading_time
from kmeans_scratch.watch.run import most_common_first
from kmeans_scratch.watch.timeline import (
    LAST,
    MOST_ITERATIONS,
    MOST_PICKS,
    PICKING,
    early,
    ease,
    evenly,
    half_step_inertias,
    shares_of,
    timeline,
)

X = np.array([[1.0], [2.0], [9.0], [11.0]])


def line(**settings):
    return Stepper(X, 2, init=[[1.0], [2.0]], **settings)


def cloud(k=4, seed=0, n=60, **settings):
    return Stepper(np.random.default_rng(seed).normal(size=(n, 2)), k, random_state=seed, **settings)


def film_of(stepper, **settings):
    """Plan the film of a whole run."""
    return timeline(stepper.run().as_run(), **settings)


def phases(film):
    """Split a film: the picks; (iteration, phase, frames); the end. A rest belongs to the phase before it."""
    picking, parts = [frame for frame in film if frame.phase == "picking"], []
    for frame in film[len(picking) : -1]:
        if not parts or parts[-1][:2] != (frame.iteration, frame.phase):
            parts.append((frame.iteration, frame.phase, []))
        parts[-1][2].append(frame)
    return picking, parts, film[-1]


# Worked by hand: 10 frames a second, 0.9 seconds an iteration, so 3 ticks for each half-step and 3 to rest


def test_the_film_of_a_run_on_paper():
    film = film_of(line(), fps=10, seconds_per_iteration=0.9)
    picking, parts, end = phases(film)
    assert len(picking) == 1
    order = [(0, "grouping"), (1, "moving"), (1, "grouping"), (2, "moving"), (2, "grouping")]
    assert [part[:2] for part in parts] == order
    assert [sum(frame.duration for frame in frames) for _, _, frames in parts] == [600, 300, 600, 300, 600]
    assert end.caption == "Sorted after 2 iterations: no sample changes group."


def test_its_captions_are_a_few_words():
    _, parts, _ = phases(film_of(line()))
    told = [list(dict.fromkeys(frame.caption for frame in frames)) for _, _, frames in parts]
    assert told == [
        ["Each sample joins its nearest model."],
        ["Each model moves to its group's mean."],
        ["1 sample changes group.", "The inertia fell by 86.8%."],
        ["Each model moves to its group's mean."],
        ["No sample changes group.", "The inertia fell by 85.5%."],
    ]


def test_its_models_glide_from_means_to_means():
    _, parts, _ = phases(film_of(line(), fps=10, seconds_per_iteration=0.9))
    second = parts[3][2]  # from 1 and 22/3 to 1.5 and 10; the third tick is for looking
    for frame, share in zip(second, [ease(1 / 2), 1, 1], strict=False):
        expected = [1 + share * 0.5, 22 / 3 + share * (10 - 22 / 3)]
        assert frame.centroids.ravel() == pytest.approx(expected)
        assert_array_equal(frame.worn, [0, 0, 1, 1])  # still those of the iteration before
        assert frame.trail[:, :, 0] == pytest.approx(np.array([[1, 2], [1, 22 / 3]]))


def test_the_inertia_is_known_after_each_half_step():
    """Moved: (1 − 1)² + (2 − 22/3)² + (9 − 22/3)² + (11 − 22/3)² = 44.67, and so on."""
    run = line().run().as_run()
    assert half_step_inertias(run) == pytest.approx([130, 44.667, 17.222, 2.5, 2.5], abs=1e-3)
    weighted = Stepper(X[[0, 0, 1, 2, 3, 3]], 2, init=[[1.0], [2.0]]).run().as_run()
    assert half_step_inertias(weighted)[::2] == pytest.approx([now.inertia for now in weighted.history])


def test_the_samples_that_change_are_known_before_they_take_their_new_color():
    _, parts, _ = phases(film_of(line(), fps=10, seconds_per_iteration=1.2))  # the second sample changes
    ringed, colored, still, rest = parts[2][2]
    assert_array_equal(ringed.changing, [False, True, False, False])
    assert_array_equal(colored.changing, ringed.changing)
    assert (still.changing, rest.changing) == (None, None)
    assert [frame.worn.tolist() for frame in (ringed, colored, still)] == [[0, 1, 1, 1], [0, 0, 1, 1], [0, 0, 1, 1]]
    assert [frame.shares[0] for frame in (ringed, colored, still)] == [0.25, 0.5, 0.5]  # at the same frame
    assert [len(frame.inertias[0]) for frame in (ringed, colored, still)] == [2, 3, 3]


def test_its_stops_are_the_ends_of_its_steps():
    film = film_of(line(), fps=10, seconds_per_iteration=0.9)
    stops = [(frame.iteration, frame.phase) for frame in film if frame.is_stop]
    assert stops == [(0, "picking"), (0, "grouping"), (1, "grouping"), (2, "end")]


# The picks of k-means++


def test_picks_are_shown_one_by_one():
    stepper = cloud(k=4)
    picking, _, _ = phases(film_of(stepper))
    assert [len(frame.centroids) for frame in picking] == [1, 2, 3, 4]
    for number, frame in enumerate(picking):
        assert frame.pick is stepper.picks[number]
        assert_array_equal(frame.centroids, stepper.history[0].centroids[: number + 1])
        assert (frame.iteration, frame.labels, frame.shares, len(frame.trail)) == (0, None, None, 0)


def test_a_pick_has_the_number_that_its_group_has_later():
    film = film_of(cloud(k=5))
    picking, parts, _ = phases(film)
    assert sorted(picking[-1].groups) == [0, 1, 2, 3, 4]
    first = parts[0][2][0].centroids
    assert_array_equal(picking[-1].centroids, first[picking[-1].groups])


@pytest.mark.parametrize("k", [1, 2, 5, MOST_PICKS, MOST_PICKS + 1, 50])
def test_the_picks_take_no_longer_than_they_may(k):
    picking, _, _ = phases(film_of(cloud(k=k)))
    assert len(picking) == min(k, MOST_PICKS)
    before_last = picking[:-1]  # the last one stays, if the film would be too short
    assert sum(frame.duration for frame in before_last) <= 1000 * PICKING + 25 * len(picking)
    assert len(picking[-1].centroids) == k


# The numbers of the groups


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1), st.integers(1, 6))
def test_groups_are_numbered_by_their_size_at_the_end(seed, k):
    run = cloud(k, seed).run().as_run()
    renumbered = most_common_first(run)
    counts = renumbered.history[-1].counts
    assert_array_equal(counts, np.sort(counts)[::-1])
    for old, new in zip(run.history, renumbered.history, strict=True):
        assert_array_equal(old.centroids[old.labels], new.centroids[new.labels])
        assert_array_equal(np.bincount(new.labels, minlength=k), new.counts)
        assert old.labels.dtype == new.labels.dtype
    again = most_common_first(renumbered)
    assert_array_equal(again.groups_of_picks, renumbered.groups_of_picks)
    assert_array_equal(again.history[0].labels, renumbered.history[0].labels)


def test_an_empty_group_that_is_filled_has_its_new_number():
    run = Stepper(np.array([[0.0], [1.0], [2.0], [9.0]]), 3, init=[[0.0], [50.0], [2.0]]).run().as_run()
    (old,) = run.history[1].relocated
    (new,) = most_common_first(run).history[1].relocated
    assert_array_equal(run.history[1].centroids[old], most_common_first(run).history[1].centroids[new])


# Time follows events


def moving_runs():
    return [cloud(6, seed, n=400) for seed in range(4)]


def test_a_default_film_lasts_15_to_30_seconds():
    for stepper in [*moving_runs(), Stepper(rock_collection(), 5, init="random", random_state=6), cloud(3)]:
        assert 15_000 <= sum(frame.duration for frame in film_of(stepper)) <= 30_000


def test_a_short_run_is_shown_for_15_seconds_with_a_longer_begin_and_end():
    once = Stepper(rock_collection(), 5, init="random", random_state=1)  # a single iteration
    film = film_of(once)
    assert 15_000 <= sum(frame.duration for frame in film) <= 15_100
    picking, parts, _ = phases(film)
    assert film[-1].duration > 1000 * LAST
    assert picking[-1].duration > 1000 * PICKING
    assert max(frame.duration for _, _, frames in parts for frame in frames) <= 1000 * HALF_STEP


def test_the_seconds_asked_for_are_not_made_longer():
    once = Stepper(rock_collection(), 5, init="random", random_state=1)
    assert sum(frame.duration for frame in film_of(once, seconds_per_iteration=0.5)) < 7_000


def test_the_first_iterations_take_their_time_while_things_move():
    for stepper in moving_runs():
        run = stepper.run().as_run()
        _, parts, _ = phases(timeline(run))
        for iteration, phase, frames in parts:
            moves = phase == "moving" and run.history[iteration].shift.max() > 0
            changes = phase == "grouping" and iteration > 0 and n_changes(run, iteration) > 0
            if iteration <= AT_LENGTH and (moves or changes):
                assert sum(frame.duration for frame in frames) >= 1000 * HALF_STEP


def test_of_the_later_iterations_those_without_events_are_skipped_and_the_film_says_so():
    run = moving_runs()[0].run().as_run()
    last = len(run.history) - 1
    assert last > AT_LENGTH + 2
    shown = eventful(run)
    assert shown[: AT_LENGTH + 1] == list(range(AT_LENGTH + 1))
    assert shown[-1] == last
    for i in shown[AT_LENGTH + 1 : -1]:
        assert n_changes(run, i) >= HARDLY * run.collection.size
    captions = {frame.caption for frame in timeline(run)}
    for before, now in pairwise(shown):
        if now - before > 1:
            assert f"… {now - before} iterations later" in captions


def test_changes_are_counted_from_what_was_shown_before():
    run = most_common_first(moving_runs()[0].run().as_run())
    shown = eventful(run)
    before, last = run.history[shown[-2]], run.history[-1]
    changing = [frame for frame in timeline(run) if frame.iteration == last.iteration and frame.changing is not None]
    n = int((before.labels != last.labels).sum())
    assert changing[0].changing.sum() == n
    assert changing[0].caption.startswith(f"In all these, {n} sample")


def test_nothing_has_to_be_read_in_a_hurry():
    for stepper in [*moving_runs(), line(), Stepper(rock_collection(), 5, random_state=0)]:
        film = film_of(stepper)
        shown = {}
        for frame in film:
            key = (frame.iteration, frame.phase, frame.caption)
            shown[key] = shown.get(key, 0) + frame.duration
        for (_, _, caption), duration in shown.items():
            assert len(caption.split()) <= 8
            assert duration >= 1000 * reading_time(caption) - 25


def test_a_run_without_movement_has_few_frames():
    film = film_of(Stepper(np.array([[3.0, 4.0]]), 1, random_state=0))
    assert film[-1].shares.tolist() == [1.0]
    assert len(film) < 120


# Laws


def films(**more):
    return given(
        st.integers(0, 2**32 - 1),
        st.integers(1, 6),
        st.sampled_from([5, 20, 50]),
        st.sampled_from([None, 0.1, 0.5, 2.0]),
        **more,
    )


@settings(max_examples=20, deadline=None)
@films()
def test_a_frame_is_a_mixture_of_two_snapshots_and_nothing_else(seed, k, fps, seconds):
    run = most_common_first(cloud(k, seed).run().as_run())
    history = run.history
    film = timeline(run, fps=fps, seconds_per_iteration=seconds)
    _, parts, end = phases(film)
    iterations = [part[0] for part in parts if part[1] == "grouping"]
    before = dict(zip(iterations[1:], iterations, strict=False))
    halves = half_step_inertias(run)
    for iteration, phase, frames in parts:
        now, old = history[iteration], history[before.get(iteration, 0)]
        for frame in frames:
            assert_array_equal(frame.labels, (old if phase == "moving" else now).labels)
            assert frame.inertias[0] == tuple(halves[: len(frame.inertias[0])])
            assert frame.shares.sum() == pytest.approx(1)
            assert 0 <= frame.grouped <= 1
            assert 0 <= frame.passed <= 1
            low, high = np.minimum(old.centroids, now.centroids), np.maximum(old.centroids, now.centroids)
            assert (low - 1e-12 <= frame.centroids).all()
            assert (frame.centroids <= high + 1e-12).all()
        last = frames[-1]
        assert_array_equal(last.centroids, now.centroids)
        assert (last.grouped, last.passed) == (1, 1)
        assert_allclose(last.shares, shares_of(old if phase == "moving" else now))
        assert [frame.passed for frame in frames] == sorted(frame.passed for frame in frames)
    assert_array_equal(end.labels, history[-1].labels)
    assert len(end.inertias[0]) == 2 * len(history) - 1  # the curve shows them all


@settings(max_examples=20, deadline=None)
@films()
def test_durations_are_whole_ticks_and_steps_end_with_a_rest(seed, k, fps, seconds):
    film = film_of(cloud(k, seed), fps=fps, seconds_per_iteration=seconds)
    _, parts, end = phases(film)
    tick = round(1000 / fps)
    assert all(frame.duration > 0 and frame.duration % tick == 0 for frame in film)
    for iteration, phase, frames in parts:
        assert not any(frame.is_stop for frame in frames[:-1])
        assert frames[-1].is_stop == (phase == "grouping" and iteration < end.iteration)
    assert end.is_stop
    assert end.duration >= 1000 * LAST - tick


def test_with_fade_the_samples_show_their_own_color_while_models_move():
    _, parts, _ = phases(film_of(cloud(), fade=True))
    for iteration, phase, frames in parts:
        grouped = [frame.grouped for frame in frames]
        if phase == "moving":
            assert grouped == sorted(grouped, reverse=True)
            assert grouped[-1] == 0
        elif iteration > 0:
            assert set(grouped) == {1}
    assert all(frame.grouped == 1 for _, phase, frames in phases(film_of(cloud()))[1] for frame in frames[-1:])


def test_uniform_iterations_take_equally_long():
    _, parts, end = phases(film_of(cloud(5), seconds_per_iteration=0.6))
    lengths = [
        sum(frame.duration for i, _, frames in parts for frame in frames if i == iteration)
        for iteration in range(1, end.iteration + 1)
    ]
    assert len(lengths) >= 3
    assert lengths == [600] * len(lengths)


@pytest.mark.parametrize("fps", [1, 10, 25, 60])
def test_more_pictures_a_second_are_shorter_ones(fps):
    film = film_of(line(), fps=fps, seconds_per_iteration=1)
    assert min(frame.duration for frame in film) == round(1000 / fps)


def creeping(max_iter):
    """Towards the means in small steps: a run of many iterations."""
    labels_alternate = iter(range(10**6))

    def unsure(X, centroids):
        return np.arange(len(X)) % 2 ^ next(labels_alternate) % 2

    def slow(X, labels, centroids):
        return 0.98 * centroids + 0.02 * update(X, labels, centroids)

    return line(assign=unsure, update=slow, max_iter=max_iter, tol=0)


@pytest.mark.parametrize("n", [MOST_ITERATIONS - 1, MOST_ITERATIONS, 299])
def test_of_very_many_uniform_iterations_some_are_left_out(n):
    stepper = creeping(n).run()
    _, parts, end = phases(film_of(stepper, seconds_per_iteration=0.1))
    shown = [iteration for iteration, phase, _ in parts if phase == "grouping"]
    assert len(shown) == min(n + 1, MOST_ITERATIONS)
    assert (shown[0], shown[-1], end.iteration) == (0, n, n)
    later = np.diff(shown)[MOST_ITERATIONS // 2 :]
    assert later.max() - later.min() <= 1


def test_how_many_may_be_shown_can_be_said():
    stepper = creeping(30).run()
    assert {frame.iteration for frame in film_of(stepper, most_iterations=300)} == set(range(31))
    assert len({frame.iteration for frame in film_of(stepper, most_iterations=6)}) == 6


def test_over_those_left_out_the_models_glide_without_a_jump():
    _, parts, _ = phases(film_of(creeping(100), fps=20, seconds_per_iteration=1))
    moving = [frames for _, phase, frames in parts if phase == "moving"]
    for earlier, later in pairwise(moving):
        jump = np.abs(later[0].centroids - earlier[-1].centroids).max()
        whole = np.abs(later[-1].centroids - earlier[-1].centroids).max()
        assert jump <= ease(1 / max(1, len(later) - 1)) * whole + 1e-12


def test_stones_travel_while_points_change_at_once():
    rocks = rock_collection()
    stepper = Stepper(rocks, 3, by="size", init="random", random_state=2)
    assert (stepper.next().snapshot.labels != stepper.history[0].labels).any()
    _, parts, _ = phases(film_of(stepper))
    passed = [frame.passed for i, phase, frames in parts if (i, phase) == (1, "grouping") for frame in frames]
    assert len(set(passed)) > 20
    assert passed == sorted(passed)


# The helpers


@given(st.integers(0, 500), st.integers(2, 60))
def test_evenly_means_evenly(n, most):
    chosen = evenly(n, most)
    assert len(chosen) == min(n, most)
    assert chosen == sorted(set(chosen))
    if n:
        assert (chosen[0], chosen[-1]) == (0, n - 1)
        gaps = np.diff(chosen)
        assert len(gaps) == 0 or gaps.max() - gaps.min() <= 1


@given(st.integers(1, 500), st.integers(3, 60))
def test_early_means_most_of_the_first_ones(n, most):
    chosen = early(n, most)
    assert len(chosen) == min(n, most)
    assert chosen == sorted(set(chosen))
    assert (chosen[0], chosen[-1]) == (0, n - 1)
    assert chosen[: most // 2] == list(range(min(n, most // 2)))


@given(st.floats(0, 1), st.floats(0, 1))
def test_easing_never_turns_back(one, other):
    low, high = sorted([one, other])
    assert 0 <= ease(low) <= ease(high) <= 1 or ease(high) == pytest.approx(ease(low))
    assert ease(low) + ease(1 - low) == pytest.approx(1)
