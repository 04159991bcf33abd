"""Two runs side by side: each at its own pace; the one that ends first waits; the better one is named."""

from dataclasses import replace
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from kmeans_scratch import Stepper
from kmeans_scratch.watch.compare import side_by_side, verdict
from kmeans_scratch.watch.timeline import timeline

X = np.array([[1.0], [2.0], [9.0], [11.0]])


def film_of(stepper, **settings):
    return timeline(stepper.run().as_run(), **settings)


def line(init=((1.0,), (2.0,))):
    return Stepper(X, 2, init=np.array(init))


def cloud(k, seed):
    return Stepper(np.random.default_rng(seed).normal(size=(60, 2)), k, random_state=seed)


def sorting(film):
    """The frames after the picking, with the time at which each begins, in ms."""
    frames = [frame for frame in film if frame.phase != "picking"]
    begins = [0, *accumulate(frame.duration for frame in frames)]
    return list(zip(begins, frames, strict=False)), begins[-1]


def test_a_run_that_has_ended_waits_at_its_end():
    long, short = film_of(line()), film_of(line([[1.5], [10.0]]))
    moments = side_by_side([long, short])
    waiting = [other for one, other in moments[:-1] if one.phase != "picking" and one.iteration == 2]
    assert {frame.phase for frame in waiting} == {"end"}
    assert {frame.caption for frame in waiting} == {short[-1].caption}
    assert_array_equal(waiting[-1].centroids, short[-1].centroids)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.integers(1, 6))
def test_each_run_keeps_its_own_pace(seed, k, other_k):
    """At each moment both show what they show in a film of their own, so long after the first grouping."""
    films = [film_of(cloud(k, seed)), film_of(cloud(other_k, seed + 1))]
    moments = side_by_side(films)
    for place, film in enumerate(films):
        alone, length = sorting(film)
        together, _ = sorting([moment[place] for moment in moments[:-1]])
        for begin, frame in together:
            own = max((item for item in alone if item[0] <= begin), key=lambda item: item[0])[1]
            assert (frame.iteration, frame.phase, frame.caption) == (own.iteration, own.phase, own.caption)
            assert_array_equal(frame.centroids, own.centroids)
        assert sum(moment[place].duration for moment in moments) >= length


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.integers(1, 6))
def test_frames_seen_together_belong_together(seed, k, other_k):
    films = [film_of(cloud(k, seed)), film_of(cloud(other_k, seed + 1))]
    moments = side_by_side(films)
    for one, other in moments:
        assert one.duration == other.duration > 0
        assert one.is_stop == other.is_stop
        assert one.inertias == other.inertias
        assert len(one.inertias) == 2
        assert (one.phase == "picking") == (other.phase == "picking")  # they begin to sort together
    assert moments[-1][0].inertias == tuple(film[-1].inertias[0] for film in films)
    stops = [moment for moment in moments if moment[0].is_stop]
    assert stops[-1] is moments[-1]


def test_a_single_film_stays_as_it_is():
    film = film_of(line())
    assert side_by_side([film]) == [(frame,) for frame in film]


@pytest.mark.parametrize(
    ("ends", "captions"),
    [
        ((120.0, 100.0), ["Final inertia: 120, 20.0% more.", "Final inertia: 100. The better one!"]),
        ((100.0, 100.0), ["Final inertia: 100. Both are equal."] * 2),
        ((100.05, 100.0), ["Final inertia: 100. Almost equal."] * 2),
        ((250.0, 100.0), ["Final inertia: 250, 2.5 times as much.", "Final inertia: 100. The better one!"]),
        ((1.0, 0.0), ["Final inertia: 1, more.", "Final inertia: 0. The better one!"]),
    ],
)
def test_the_final_inertias_are_written_and_the_better_run_is_named(ends, captions):
    frame = film_of(line())[-1]
    last = tuple(replace(frame, inertias=tuple((200.0, end) for end in ends)) for _ in ends)
    frames = verdict(last)
    assert [frame.caption for frame in frames] == captions
    assert frames[0].duration >= 250 * len(" ".join(captions).split())
