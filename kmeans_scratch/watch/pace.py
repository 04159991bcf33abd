"""How much time a film gives to each iteration: more if much happens, and always enough to read."""

from dataclasses import dataclass

import numpy as np

from .run import Run
from .story import brief_grouping, brief_result

HALF_STEP = 2.5  # seconds, in the iterations that are shown at full length, if anything moves
SKIPPED = 2.0  # seconds, for the models to move if iterations are skipped
STILL = 1.0  # seconds, for a half-step in which nothing moves
LATER = (0.75, 1.25)  # seconds, the least and the most for a half-step of a later iteration
AT_LENGTH = 3  # the iterations that are shown at full length
HARDLY = 0.05  # a later iteration in which a smaller share of the samples changes group is skipped
WORDS_PER_SECOND = 4  # slow enough for all viewers


@dataclass(frozen=True)
class Pace:
    """How long an iteration takes, in seconds: its two half-steps, and a rest to read the result."""

    moving: float
    grouping: float
    rest: float


def eventful(run: Run) -> list[int]:
    """Choose the iterations that a film shows: the first ones, the last one, and the liveliest one between them.

    The liveliest one is left out too if hardly anything happens in it.
    """
    last = len(run.history) - 1
    if last <= AT_LENGTH + 1:
        return list(range(last + 1))
    between = range(AT_LENGTH + 1, last)
    liveliest = max(between, key=lambda i: n_changes(run, i))
    lively = [liveliest] if n_changes(run, liveliest) >= HARDLY * run.collection.size else []
    return [*range(AT_LENGTH + 1), *lively, last]


def n_changes(run: Run, i: int) -> int:
    """Count the pixels or rocks that change group in iteration i, which is at least 1."""
    return run.collection.count(run.history[i].labels != run.history[i - 1].labels)


def pace_of(run: Run, i: int, n_later: int = 1) -> Pace:
    """Return how long iteration i takes. The half-steps depend on what happens in them, the rest on its caption.

    It is shown `n_later` iterations after the one before it.
    """
    if i == 0:
        return Pace(0, HALF_STEP, 0)
    move, change = run.history[i].shift.max(), n_changes(run, i)
    if i <= AT_LENGTH:
        rest = reading_time(brief_result(run.collection, run.history[: i + 1]))
        return Pace(HALF_STEP if move > 0 else STILL, HALF_STEP if change > 0 else STILL, rest)
    least, most = LATER
    largest_move = max(snapshot.shift.max() for snapshot in run.history)
    largest_change = max(n_changes(run, j) for j in range(1, len(run.history)))
    moving = least + (most - least) * float(np.nan_to_num(move / largest_move)) if largest_move else least
    grouping = least + (most - least) * change / max(largest_change, 1)
    words = brief_grouping(run.collection, run.history[i], run.history[i - n_later])
    return Pace(max(moving, SKIPPED if n_later > 1 else 0), max(grouping, reading_time(words)), 0)


def reading_time(caption: str) -> float:
    """Return how long a caption must be shown to be read, in seconds.

    >>> reading_time("The inertia fell by 12.3%.")
    1.25
    """
    return sum(word != "…" for word in caption.split()) / WORDS_PER_SECOND
