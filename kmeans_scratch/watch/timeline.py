"""Plan the frames of a film: decide what each frame of a run shows, before anything is drawn.

First the models are picked, and each sample takes the colour of its group. Then the two half-steps are repeated. In
the first, the models glide to the means of their groups. In the second, the samples that change group get a ring, and
then their new colour. A half-step is longer if more happens in it. Iterations in which hardly anything happens are
skipped.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..fast.steps import squared_distances_to_own
from ..pictures.spaces import space_of
from ..seeding import Pick
from ..snapshot import Snapshot
from .pace import Pace, eventful, pace_of, reading_time
from .run import Run, most_common_first
from .story import brief_ending, brief_grouping, brief_move, brief_picking, brief_result

PICKING, LAST = 1.75, 2.5  # seconds for all picks, and to look at the end
SHORTEST = 15.0  # seconds of a film: a shorter one would end before it is understood
MOST_PICKS, MOST_ITERATIONS = 20, 40  # in one film


@dataclass(frozen=True, eq=False)
class Frame:
    """The contents of one picture of a film."""

    iteration: int
    phase: str  #: "picking", "moving", "grouping" or "end"
    caption: str  #: a few words
    centroids: np.ndarray  #: (m, d), where the models are; fewer than k while they are picked
    trail: np.ndarray  #: (t, m, d), where they were at the snapshots before
    groups: np.ndarray  #: (m,), the numbers of their groups, from 0
    labels: np.ndarray | None = None  #: (n,), the group of each sample after this half-step; None: not grouped yet
    before: np.ndarray | None = None  #: (n,), the same before this half-step; None: not grouped before
    passed: float = 1.0  #: from 0 to 1, how far the samples are in their change of group
    grouped: float = 1.0  #: 0: samples have their own colours; 1: they have the colours of their groups
    shares: np.ndarray | None = None  #: (k,), of the groups
    inertias: tuple[tuple[float, ...], ...] = ((),)  #: for each run shown, the inertia after each half-step so far
    pick: Pick | None = None  #: the pick of k-means++ that is being made
    duration: int = 50  #: ms
    is_stop: bool = False  #: a step ends here

    @property
    def worn(self) -> np.ndarray | None:
        """The group whose colour each sample has, (n,). In the middle of a change it becomes the new group."""
        return self.labels if self.before is None or self.passed >= 0.5 else self.before

    @property
    def changing(self) -> np.ndarray | None:
        """The samples that change group at this moment, (n,) bool. None: no sample can change now."""
        if self.labels is None or self.before is None or not self.passed < 1:
            return None
        return self.before != self.labels


def timeline(
    run: Run,
    *,
    fps: float = 20,
    seconds_per_iteration: float | None = None,
    most_iterations: int | None = None,
    fade: bool = False,
) -> list[Frame]:
    """Plan the film of a run, from its first pick to its end.

    The groups are numbered by their size at the end, as in the palette. Each iteration takes `seconds_per_iteration`.
    If this is None, iterations in which much happens take longer. Later iterations in which hardly anything happens
    are skipped, unless `most_iterations` says how many are shown. With `fade`, the samples fade to their own colours
    while the models move.
    """
    run = most_common_first(run)
    snapshots, tick = run.history, round(1000 / fps)
    if seconds_per_iteration is None and most_iterations is None:
        shown = eventful(run)
    else:
        shown = early(len(snapshots), most_iterations or MOST_ITERATIONS)
    frames, inertias = _picking(run, tick), half_step_inertias(run)
    for place, i in enumerate(shown):
        before = snapshots[shown[place - 1]] if i > 0 else None
        pace = Pace(*[(seconds_per_iteration or 0) / 3] * 3)
        if seconds_per_iteration is None:
            pace = pace_of(run, i, i - shown[max(place - 1, 0)])
        if before is not None:
            frames += _moving(run, i, before, pace.moving, tick, inertias, fade)
        frames += _grouping(run, i, before, pace.grouping, tick, inertias)
        frames[-1] = replace(frames[-1], is_stop=not pace.rest)
        if pace.rest:
            words = brief_result(run.collection, snapshots[: i + 1])
            rest = whole_ticks(pace.rest, tick)
            frames.append(replace(frames[-1], duration=rest, caption=words, is_stop=True))
    words = brief_ending(run.collection, snapshots)
    seconds = max(LAST, reading_time(words))
    frames[-1] = replace(frames[-1], is_stop=False)
    end = replace(frames[-1], phase="end", caption=words, duration=whole_ticks(seconds, tick), is_stop=True)
    return [*frames, end] if seconds_per_iteration is not None else at_least([*frames, end], SHORTEST, tick)


def at_least(frames: list[Frame], seconds: float, tick: int) -> list[Frame]:
    """Lengthen a film that is too short: the first models and the end are shown for a longer time."""
    missing = 1000 * seconds - sum(frame.duration for frame in frames)
    if missing <= 0:
        return frames
    more = whole_ticks(missing / 2000, tick) + tick
    picked = max(number for number, frame in enumerate(frames) if frame.phase == "picking")
    longer = {number: replace(frames[number], duration=frames[number].duration + more) for number in (picked, -1)}
    return [*frames[:picked], longer[picked], *frames[picked + 1 : -1], longer[-1]]


def half_step_inertias(run: Run) -> list[float]:
    """Return 2 · iterations + 1 numbers: the inertia after each half-step (grouped, moved, grouped, …, grouped)."""
    X, weight, space = run.collection.points, run.collection.weight, space_of(run.collection.space)
    inertias = [run.history[0].inertia]
    for before, now in zip(run.history, run.history[1:], strict=False):
        distances = squared_distances_to_own(X, before.labels, space.points(now.centroids))
        inertias += [float(distances.sum() if weight is None else distances @ weight), now.inertia]
    return inertias


def _picking(run: Run, tick: int) -> list[Frame]:
    """Show the picks of k-means++ one by one, or the first models all at once."""
    first, n_picks = run.history[0].centroids, len(run.picks)
    caption = brief_picking(run.collection, run.n_clusters, bool(run.picks))
    no_trail, every = np.empty((0, *first.shape)), np.arange(len(first))
    duration = whole_ticks(PICKING / max(1, min(n_picks, MOST_PICKS)), tick)
    groups = run.groups_of_picks
    if not run.picks or groups is None:
        return [Frame(0, "picking", caption, first, no_trail, every, duration=duration, is_stop=True)]
    return [
        Frame(0, "picking", caption, first[chosen], no_trail, chosen, pick=run.picks[number], duration=duration)
        for number in evenly(n_picks, MOST_PICKS)
        for chosen in [groups[: number + 1]]
    ]


def _moving(
    run: Run, i: int, before: Snapshot, seconds: float, tick: int, inertias: Sequence[float], fade: bool
) -> Iterator[Frame]:
    """Let the models glide to the means; the samples keep their groups. Then everything stands still for a moment."""
    now = run.history[i]
    shown = Frame(
        iteration=i,
        phase="moving",
        caption=brief_move(run.collection, run.history[: i + 1], i - before.iteration),
        centroids=now.centroids,
        trail=np.stack([snapshot.centroids for snapshot in run.history[:i]]),
        groups=np.arange(run.n_clusters),
        labels=before.labels,
        shares=shares_of(before),
        inertias=(tuple(inertias[: 2 * i - 1]),),
        duration=tick,
    )
    n_ticks = max(1, round(1000 * seconds / tick))
    n_frames = max(1, round(0.8 * n_ticks))  # the rest is for looking
    for step in range(1, n_frames + 1):
        share = ease(step / n_frames)
        centroids = (1 - share) * before.centroids + share * now.centroids
        yield replace(shown, centroids=centroids, grouped=1 - share**3 if fade else 1.0)
    if n_ticks > n_frames:
        after: dict[str, Any] = {"inertias": (tuple(inertias[: 2 * i]),), "grouped": 0.0 if fade else 1.0}
        yield replace(shown, duration=tick * (n_ticks - n_frames), **after)


def _grouping(
    run: Run, i: int, before: Snapshot | None, seconds: float, tick: int, inertias: Sequence[float]
) -> Iterator[Frame]:
    """Let the samples join the nearest models. In iteration 0 all take a colour. Later only some change it."""
    now = run.history[i]
    shown = Frame(
        iteration=i,
        phase="grouping",
        caption=brief_grouping(run.collection, now, before),
        centroids=now.centroids,
        trail=np.stack([snapshot.centroids for snapshot in run.history[: i + 1]]),
        groups=np.arange(run.n_clusters),
        labels=now.labels,
        before=None if before is None else before.labels,
        shares=shares_of(now),
        inertias=(tuple(inertias[: 2 * i + 1]),),
        duration=tick,
    )
    n_ticks = max(1, round(1000 * seconds / tick))
    if before is not None and run.collection.rocks is None:  # nothing moves: three frames are enough
        n_ringed, n_colored = n_ticks // 2, n_ticks // 4
        old: dict[str, Any] = {"passed": 0.25, "shares": shares_of(before), "inertias": (tuple(inertias[: 2 * i]),)}
        if n_ringed:
            yield replace(shown, duration=tick * n_ringed, **old)
        if n_colored:
            yield replace(shown, duration=tick * n_colored, passed=0.75)
        yield replace(shown, duration=tick * (n_ticks - n_ringed - n_colored))
        return
    n_frames = max(1, round(0.7 * n_ticks))
    old_shares = shares_of(now if before is None else before)
    for step in range(1, n_frames + 1):
        share = ease(step / n_frames)
        grouped = share if before is None else 1.0
        yield replace(shown, grouped=grouped, passed=share, shares=(1 - share) * old_shares + share * shares_of(now))
    if n_ticks > n_frames:
        yield replace(shown, duration=tick * (n_ticks - n_frames))


def shares_of(snapshot: Snapshot) -> np.ndarray:
    """Return the share of each group, (k,). Their sum is 1."""
    return snapshot.counts / snapshot.counts.sum()


def whole_ticks(seconds: float, tick: int) -> int:
    """Round a time to a whole number of ticks, at least one: both in ms.

    >>> whole_ticks(1.02, 50)
    1000
    """
    return tick * max(1, round(1000 * seconds / tick))


def ease(share: float) -> float:
    """Start and stop gently: 0 to 0, 1 to 1, steep in between.

    >>> ease(0), ease(0.25), ease(0.5), ease(1)
    (0, 0.15625, 0.5, 1)
    """
    return share * share * (3 - 2 * share)


def evenly(n: int, most: int) -> list[int]:
    """Choose at most `most` of the numbers from 0 to n - 1, evenly, with the first and the last.

    >>> evenly(3, 5), evenly(11, 3)
    ([0, 1, 2], [0, 5, 10])
    """
    return sorted({int(i) for i in np.linspace(0, n - 1, min(n, most)).round()}) if n else []


def early(n: int, most: int) -> list[int]:
    """Choose at most `most` of the numbers from 0 to n - 1: the first ones, and some of the others, evenly.

    >>> early(3, 6), early(100, 6)
    ([0, 1, 2], [0, 1, 2, 3, 51, 99])
    """
    head = n if n <= most else most // 2
    return [*range(head), *(head + i for i in evenly(n - head, most - head))]
