"""From a run to the frames of a film: what each of them shows, before anything is drawn.

First the models are picked. Then come the two half-steps, again and again: the samples take the colour of their
group; the models glide to the means. A frame between two snapshots is a mixture of the two, and nothing else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..seeding import Pick
from ..snapshot import Snapshot
from .run import Run
from .story import ending_line, grouping_line, moving_line, pick_line

FIRST, SHRINK, LEAST = 1.6, 0.75, 0.1  # seconds for the first iteration, how they shrink, and the least
PICKING, LAST = 4.0, 3.0  # seconds for all picks, and to look at the end
MOST_PICKS, MOST_ITERATIONS = 20, 40  # in one film


@dataclass(frozen=True, eq=False)
class Frame:
    """What one picture of a film shows."""

    iteration: int
    caption: str  #: one line of story
    centroids: np.ndarray  #: (m, d), where the models are; fewer than k while they are picked
    trail: np.ndarray  #: (t, m, d), where they were at the snapshots before
    labels: np.ndarray | None = None  #: (n,), the group of each sample; None while models are picked
    grouped: float = 0.0  #: how much of its group's colour a sample wears: 0 its own, 1 its group's
    shares: np.ndarray | None = None  #: (k,), of the groups
    inertias: tuple[tuple[float, ...], ...] = ((),)  #: of the snapshots up to here, for each run on the screen
    pick: Pick | None = None  #: the pick of k-means++ that is being made
    duration: int = 50  #: ms
    is_stop: bool = False  #: a step ends here


def timeline(
    run: Run,
    *,
    fps: float = 20,
    seconds_per_iteration: float | None = None,
    most_iterations: int = MOST_ITERATIONS,
) -> list[Frame]:
    """Plan the film of a run, from its first pick to its end; of too many iterations, some of the later are left out.

    Each iteration takes `seconds_per_iteration`. If that is None, the first ones take long enough to read the story;
    the later ones, in which ever less happens, ever less.
    """
    snapshots = run.history
    shown = early(len(snapshots), most_iterations)
    frames, tick = list(_picking(run)), round(1000 / fps)
    for place, i in enumerate(shown):
        seconds = max(LEAST, FIRST * SHRINK**place) if seconds_per_iteration is None else seconds_per_iteration
        n_frames = max(1, round(seconds * fps / 3))  # for a half-step; the last third is a pause
        if i > 0:
            before = snapshots[shown[place - 1]]
            frames += _moving(run, snapshots[: i + 1], before, n_frames, tick)
        frames += _grouping(run, snapshots[: i + 1], n_frames, tick)
        frames[-1] = replace(frames[-1], duration=tick + round(1000 * seconds / 3), is_stop=True)
    end = replace(frames[-1], caption=ending_line(run.collection, snapshots), duration=round(1000 * LAST))
    return [*frames[:-1], replace(frames[-1], is_stop=False), end]


def _picking(run: Run) -> Iterator[Frame]:
    """Show the picks of k-means++ one by one, or the first models all at once."""
    collection, first = run.collection, run.history[0].centroids
    nowhere = np.empty((0, *first.shape))
    if not run.picks:
        caption = f"The first models: {len(first)} {collection.noun}, one for each group."
        yield Frame(0, caption, first, nowhere, duration=round(1000 * FIRST), is_stop=True)
    for number in evenly(len(run.picks), MOST_PICKS):
        caption = pick_line(collection, run.picks, number)
        duration = round(1000 * min(1.5, PICKING / len(run.picks)))
        yield Frame(0, caption, first[: number + 1], nowhere, pick=run.picks[number], duration=duration)


def _moving(run: Run, snapshots: tuple[Snapshot, ...], before: Snapshot, n_frames: int, tick: int) -> Iterator[Frame]:
    """Let the models glide to the means; the samples keep their groups, and at the end fade to their own colours."""
    now = snapshots[-1]
    shown = Frame(
        iteration=now.iteration,
        caption=moving_line(run.collection, snapshots),
        centroids=now.centroids,
        trail=np.stack([snapshot.centroids for snapshot in snapshots[:-1]]),
        labels=before.labels,
        shares=shares_of(before),
        inertias=(tuple(snapshot.inertia for snapshot in snapshots[:-1]),),
        duration=tick,
    )
    for step in range(1, n_frames + 1):
        share = ease(step / n_frames)
        centroids = (1 - share) * before.centroids + share * now.centroids
        yield replace(shown, centroids=centroids, grouped=1 - share**3)


def _grouping(run: Run, snapshots: tuple[Snapshot, ...], n_frames: int, tick: int) -> Iterator[Frame]:
    """Let the samples take the colours of their groups; the models stand still."""
    now = snapshots[-1]
    before = shares_of(snapshots[-2] if len(snapshots) > 1 else now)
    shown = Frame(
        iteration=now.iteration,
        caption=grouping_line(run.collection, snapshots),
        centroids=now.centroids,
        trail=np.stack([snapshot.centroids for snapshot in snapshots]),
        labels=now.labels,
        inertias=(tuple(snapshot.inertia for snapshot in snapshots),),
        duration=tick,
    )
    for step in range(1, n_frames + 1):
        share = ease(step / n_frames)
        yield replace(shown, grouped=share, shares=(1 - share) * before + share * shares_of(now))


def side_by_side(films: Sequence[Sequence[Frame]]) -> list[tuple[Frame, ...]]:
    """Put the frames of several runs together: their picking begins together, and then their sorting.

    A run that is done waits for the others at its last frame.
    """
    picking = [[frame for frame in film if frame.labels is None] for film in films]
    sorting = [[frame for frame in film if frame.labels is not None] for film in films]
    together = []
    for part in (picking, sorting):
        longest = max(len(frames) for frames in part)
        together += zip(*(wait(frames, longest) for frames in part), strict=True)
    return [_of_one_moment(frames) for frames in together]


def wait(frames: Sequence[Frame], n: int) -> list[Frame]:
    """Make n frames of fewer, by waiting at the last one, which takes no time by itself."""
    return [*frames, *[replace(frames[-1], duration=0, is_stop=False)] * (n - len(frames))]


def _of_one_moment(frames: tuple[Frame, ...]) -> tuple[Frame, ...]:
    """Give frames that are seen together the same duration, and the inertias of all the runs."""
    shared = {
        "duration": max(frame.duration for frame in frames),
        "is_stop": any(frame.is_stop for frame in frames),
        "inertias": tuple(frame.inertias[0] for frame in frames),
    }
    return tuple(replace(frame, **shared) for frame in frames)


def shares_of(snapshot: Snapshot) -> np.ndarray:
    """Return each group's share of everything: (k,)."""
    return snapshot.counts / snapshot.counts.sum()


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
    """Choose at most `most` of the numbers from 0 to n - 1: the first ones, and of the others some, evenly.

    >>> early(3, 6), early(100, 6)
    ([0, 1, 2], [0, 1, 2, 3, 51, 99])
    """
    head = n if n <= most else most // 2
    return [*range(head), *(head + i for i in evenly(n - head, most - head))]
