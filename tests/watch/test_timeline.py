"""The plan of a film: which frames, in which order, what each shows, and how long; all read off the snapshots."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from kmeans_scratch import Stepper, update
from kmeans_scratch.watch.story import ending_line, grouping_line, moving_line, pick_line
from kmeans_scratch.watch.timeline import (
    LAST,
    MOST_ITERATIONS,
    MOST_PICKS,
    PICKING,
    early,
    ease,
    evenly,
    shares_of,
    side_by_side,
    timeline,
    wait,
)

X = np.array([[1.0], [2.0], [9.0], [11.0]])


def line(**settings):
    return Stepper(X, 2, init=[[1.0], [2.0]], **settings)


def cloud(k=4, seed=0, n=60, **settings):
    return Stepper(np.random.default_rng(seed).normal(size=(n, 2)), k, random_state=seed, **settings)


def phases(film):
    """Split a film: the picks; (iteration, "moving" or "grouping", frames); the end.

    While models move the trail does not yet hold where they go to.
    """
    picking = [frame for frame in film if frame.labels is None]
    parts = []
    for frame in film[len(picking) : -1]:
        key = (frame.iteration, "moving" if len(frame.trail) == frame.iteration else "grouping")
        if not parts or parts[-1][:2] != key:
            parts.append((*key, []))
        parts[-1][2].append(frame)
    return picking, parts, film[-1]


# Worked by hand: 10 frames a second, 0.9 seconds an iteration, so 3 frames for each half-step


def film_of(stepper, **settings):
    """Plan the film of a whole run."""
    return timeline(stepper.run().as_run(), **settings)


def test_the_film_of_a_run_on_paper():
    film = film_of(line(), fps=10, seconds_per_iteration=0.9)
    picking, parts, end = phases(film)
    assert len(picking) == 1
    assert [part[:2] for part in parts] == [
        (0, "grouping"),
        (1, "moving"),
        (1, "grouping"),
        (2, "moving"),
        (2, "grouping"),
    ]
    assert [len(frames) for _, _, frames in parts] == [3] * 5
    assert len(film) == 1 + 5 * 3 + 1
    assert end.caption == "Sorted after 2 iterations: no sample changes group any more."


def test_its_captions_are_the_story():
    stepper = line().run()
    collection, history = stepper.collection, stepper.history
    picking, parts, end = phases(film_of(stepper))
    assert picking[0].caption == "The first models: 2 samples, one for each group."
    for iteration, phase, frames in parts:
        tell = moving_line if phase == "moving" else grouping_line
        assert {frame.caption for frame in frames} == {tell(collection, history[: iteration + 1])}
    assert end.caption == ending_line(collection, history)


def test_its_models_glide_from_means_to_means():
    _, parts, _ = phases(film_of(line(), fps=10, seconds_per_iteration=0.9))
    second = parts[3][2]  # from 1 and 22/3 to 1.5 and 10
    for frame, share in zip(second, [ease(1 / 3), ease(2 / 3), 1], strict=True):
        expected = [1 + share * 0.5, 22 / 3 + share * (10 - 22 / 3)]
        assert frame.centroids.ravel() == pytest.approx(expected)
        assert_array_equal(frame.labels, [0, 0, 1, 1])  # still those of the iteration before
        assert frame.trail[:, :, 0] == pytest.approx(np.array([[1, 2], [1, 22 / 3]]))
        assert frame.inertias[0] == pytest.approx((130, 17.222222222))


def test_its_shares_follow_the_labels():
    _, parts, _ = phases(film_of(line(), fps=10, seconds_per_iteration=0.9))
    assert [frame.shares.tolist() for frame in parts[0][2]] == [[0.25, 0.75]] * 3
    assert [frame.shares.tolist() for frame in parts[1][2]] == [[0.25, 0.75]] * 3
    growing = [0.25 + 0.25 * ease(step / 3) for step in (1, 2, 3)]
    assert [frame.shares[0] for frame in parts[2][2]] == pytest.approx(growing)


def test_its_stops_are_the_ends_of_its_steps():
    film = film_of(line(), fps=10, seconds_per_iteration=0.9)
    stops = [number for number, frame in enumerate(film) if frame.is_stop]
    assert stops == [0, 3, 9, 16]  # the first models, iterations 0 and 1, and the end, which is iteration 2


def test_its_durations():
    film = film_of(line(), fps=10, seconds_per_iteration=0.9)
    assert film[0].duration == 1600
    assert [frame.duration for frame in film[1:16]] == [100, 100, 400, *[100, 100, 100, 100, 100, 400] * 2]
    assert film[-1].duration == 1000 * LAST


# The picks of k-means++


def test_picks_are_shown_one_by_one():
    stepper = cloud(k=4)
    picking, _, _ = phases(film_of(stepper))
    assert [len(frame.centroids) for frame in picking] == [1, 2, 3, 4]
    for number, frame in enumerate(picking):
        assert frame.pick is stepper.picks[number]
        assert frame.caption == pick_line(stepper.collection, stepper.picks, number)
        assert_array_equal(frame.centroids, stepper.history[0].centroids[: number + 1])
        assert (frame.iteration, frame.labels, frame.shares, len(frame.trail)) == (0, None, None, 0)


@pytest.mark.parametrize("k", [1, 2, 5, MOST_PICKS, MOST_PICKS + 1, 50])
def test_the_picks_take_no_longer_than_they_may(k):
    picking, _, _ = phases(film_of(cloud(k=k)))
    assert len(picking) == min(k, MOST_PICKS)
    assert sum(frame.duration for frame in picking) <= 1000 * PICKING + len(picking)
    assert len(picking[0].centroids) == 1
    assert len(picking[-1].centroids) == k


# Laws


def films(**more):
    return given(
        st.integers(0, 2**32 - 1),
        st.integers(1, 6),
        st.sampled_from([5, 20, 50]),
        st.sampled_from([None, 0.1, 0.5, 2.0]),
        **more,
    )


@settings(max_examples=25)
@films()
def test_a_frame_is_a_mixture_of_two_snapshots_and_nothing_else(seed, k, fps, seconds):
    stepper = cloud(k, seed)
    film = film_of(stepper, fps=fps, seconds_per_iteration=seconds)
    history = stepper.history
    _, parts, end = phases(film)
    order = [(0, "grouping")]
    for i in range(1, len(history)):
        order += [(i, "moving"), (i, "grouping")]
    assert [part[:2] for part in parts] == order
    for iteration, phase, frames in parts:
        now, before = history[iteration], history[max(0, iteration - 1)]
        shown = before if phase == "moving" else now
        for frame in frames:
            assert_array_equal(frame.labels, shown.labels)
            assert frame.inertias == (tuple(snapshot.inertia for snapshot in history[: shown.iteration + 1]),)
            assert_array_equal(frame.trail, [snapshot.centroids for snapshot in history[: shown.iteration + 1]])
            assert frame.shares.sum() == pytest.approx(1)
            assert 0 <= frame.grouped <= 1
        grouped = [frame.grouped for frame in frames]
        if phase == "grouping":
            assert grouped == sorted(grouped)
            assert grouped[-1] == 1
            assert_array_equal([frame.centroids for frame in frames], [now.centroids] * len(frames))
            assert_allclose(frames[-1].shares, shares_of(now))
        else:
            assert grouped == sorted(grouped, reverse=True)
            assert grouped[-1] == 0
            assert_array_equal(frames[-1].centroids, now.centroids)
            assert_array_equal([frame.shares for frame in frames], [shares_of(before)] * len(frames))
            for frame in frames:  # on the way, never past its end
                low, high = np.minimum(before.centroids, now.centroids), np.maximum(before.centroids, now.centroids)
                assert (low - 1e-12 <= frame.centroids).all()
                assert (frame.centroids <= high + 1e-12).all()
    assert_array_equal(end.labels, history[-1].labels)
    assert_array_equal(end.centroids, history[-1].centroids)


@settings(max_examples=20)
@films()
def test_a_film_moves_at_its_pace_and_pauses_at_each_stop(seed, k, fps, seconds):
    film = film_of(cloud(k, seed), fps=fps, seconds_per_iteration=seconds)
    _, parts, end = phases(film)
    tick = round(1000 / fps)
    for iteration, phase, frames in parts:
        assert {frame.duration for frame in frames[:-1]} <= {tick}
        assert not any(frame.is_stop for frame in frames[:-1])
        assert frames[-1].is_stop == (phase == "grouping" and iteration < end.iteration)
        assert frames[-1].duration >= tick
    assert end.is_stop
    assert end.duration == 1000 * LAST
    assert all(type(frame.duration) is int and frame.duration > 0 for frame in film)


def lengths(film):
    """How long each iteration takes after the first pick, in ms."""
    _, parts, end = phases(film)
    frames = [frame for _, _, frames in parts for frame in frames]
    return [sum(f.duration for f in frames if f.iteration == i) for i in range(1, end.iteration + 1)]


def test_uniform_iterations_take_equally_long():
    whole = lengths(film_of(cloud(5), seconds_per_iteration=0.6))
    assert len(whole) >= 3
    assert whole == [600] * len(whole)


def test_otherwise_later_ones_are_never_longer():
    whole = lengths(film_of(cloud(6, n=400)))
    assert len(whole) > 5
    assert all(later <= earlier for earlier, later in pairwise(whole))
    assert whole[0] > 3 * whole[-1]


@pytest.mark.parametrize("fps", [1, 10, 25, 60])
def test_more_pictures_a_second_are_shorter_ones(fps):
    film = film_of(line(), fps=fps, seconds_per_iteration=1)
    assert min(frame.duration for frame in film) == round(1000 / fps)
    total = sum(frame.duration for frame in film) / 1000
    assert total == pytest.approx(1.6 + 2.67 + LAST, abs=1 if fps > 1 else 6)


def slow(X, labels, centroids):
    """Towards the means in small steps: a run of many iterations."""
    return 0.98 * centroids + 0.02 * update(X, labels, centroids)


def creeping(max_iter):
    labels_alternate = iter(range(10**6))

    def unsure(X, centroids):
        return np.arange(len(X)) % 2 ^ next(labels_alternate) % 2

    return line(assign=unsure, update=slow, max_iter=max_iter, tol=0)


@pytest.mark.parametrize("n", [MOST_ITERATIONS - 1, MOST_ITERATIONS, 299])
def test_of_very_many_iterations_some_are_left_out(n):
    stepper = creeping(n).run()
    assert len(stepper) == n + 1
    _, parts, end = phases(film_of(stepper))
    shown = [iteration for iteration, phase, _ in parts if phase == "grouping"]
    assert len(shown) == min(n + 1, MOST_ITERATIONS)
    assert (shown[0], shown[-1]) == (0, n)
    assert shown[: MOST_ITERATIONS // 2] == list(range(MOST_ITERATIONS // 2))  # in the first ones most happens
    later = np.diff(shown)[MOST_ITERATIONS // 2 :]
    assert later.min() >= 1
    assert later.max() - later.min() <= 1
    assert end.iteration == n
    assert len(end.inertias[0]) == n + 1  # the curve shows them all


def test_how_many_may_be_shown_can_be_said():
    stepper = creeping(30).run()
    shown = {frame.iteration for frame in film_of(stepper, most_iterations=300)}
    assert shown == set(range(31))
    shown = {frame.iteration for frame in film_of(stepper, most_iterations=6)}
    assert len(shown) == 6


def test_over_those_left_out_the_models_glide_without_a_jump():
    stepper = creeping(100).run()
    _, parts, _ = phases(film_of(stepper, fps=20, seconds_per_iteration=1))
    moving = [frames for _, phase, frames in parts if phase == "moving"]
    for earlier, later in pairwise(moving):
        jump = np.abs(later[0].centroids - earlier[-1].centroids).max()
        whole = np.abs(later[-1].centroids - earlier[-1].centroids).max()
        assert jump <= ease(1 / len(later)) * whole + 1e-12


def test_a_run_on_one_sample_has_a_film_too():
    film = film_of(Stepper(np.array([[3.0, 4.0]]), 1, random_state=0))
    assert film[-1].shares.tolist() == [1.0]
    assert "Sorted" in film[-1].caption


def test_planning_leaves_the_snapshots_alone():
    stepper = cloud().run()
    before = stepper.history
    film_of(stepper)
    assert stepper.history == before


# Two runs side by side


def test_runs_side_by_side_end_together():
    long, short = film_of(line()), film_of(line().branch([[1.5], [10.0]]))
    assert len(short) < len(long)
    moments = side_by_side([long, short])
    assert len(moments) == len(long)
    assert [one.caption for one, _ in moments] == [frame.caption for frame in long]
    waiting = [other for _, other in moments[len(short) :]]
    assert all(frame.caption == short[-1].caption for frame in waiting)
    assert_array_equal(waiting[-1].centroids, short[-1].centroids)


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.integers(1, 6))
def test_frames_seen_together_belong_together(seed, k, other_k):
    films = [film_of(cloud(k, seed)), film_of(cloud(other_k, seed + 1))]
    moments = side_by_side(films)
    for one, other in moments:
        assert one.duration == other.duration > 0
        assert one.is_stop == other.is_stop
        assert one.inertias == other.inertias
        assert len(one.inertias) == 2
        assert (one.labels is None) == (other.labels is None)  # they begin to sort together
    for place, film in enumerate(films):
        shown = [moment[place] for moment in moments]
        told = [(frame.iteration, frame.caption) for frame in film]
        assert list(dict.fromkeys((frame.iteration, frame.caption) for frame in shown)) == list(dict.fromkeys(told))
        assert_array_equal(shown[-1].centroids, film[-1].centroids)
    assert moments[-1][0].inertias == tuple(film[-1].inertias[0] for film in films)
    assert moments[-1][0].duration >= 1000 * LAST


def test_a_single_run_side_by_side_with_nothing_is_itself():
    film = film_of(line())
    moments = side_by_side([film])
    assert [moment[0].duration for moment in moments] == [frame.duration for frame in film]
    assert [moment[0].caption for moment in moments] == [frame.caption for frame in film]


def test_waiting_takes_no_time_of_its_own():
    film = film_of(line())
    assert wait(film, len(film)) == film
    longer = wait(film, len(film) + 2)
    assert [frame.duration for frame in longer[-2:]] == [0, 0]
    assert not longer[-1].is_stop


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
