"""Two runs side by side. Both begin to pick at the same time, and later both begin to sort at the same time.

A run that has ended waits for the other. At the end both inertias are shown. The lower one is better.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from .story import format_inertia
from .timeline import Frame, reading_time

LEAST_VERDICT = 3.0  # seconds


def side_by_side(films: Sequence[Sequence[Frame]]) -> list[tuple[Frame, ...]]:
    """Return the moments of several films that are shown at the same time. A moment has one frame of each film."""
    if len(films) == 1:
        return [(frame,) for frame in films[0]]
    picking = [[frame for frame in film if frame.phase == "picking"] for film in films]
    sorting = [[frame for frame in film if frame.phase != "picking"] for film in films]
    moments = [*merge(picking), *merge(sorting)]
    return [*moments[:-1], tuple(replace(frame, is_stop=False) for frame in moments[-1]), verdict(moments[-1])]


def merge(films: Sequence[Sequence[Frame]]) -> list[tuple[Frame, ...]]:
    """Merge films: a moment ends if a frame of any film ends. A film that is over keeps its last frame."""
    ends = [np.cumsum([frame.duration for frame in film]) for film in films]  # ms
    edges = np.unique(np.concatenate([[0], *ends])).tolist()
    moments = []
    for begin, end in pairwise(edges):
        numbers = [min(int(np.searchsorted(of_film, begin, side="right")), len(of_film) - 1) for of_film in ends]
        frames = [film[number] for film, number in zip(films, numbers, strict=True)]
        is_stop = any(
            frame.is_stop and of_film[number] == end
            for frame, of_film, number in zip(frames, ends, numbers, strict=True)
        )
        shared = {
            "duration": end - begin,
            "is_stop": is_stop,
            "inertias": tuple(frame.inertias[0] for frame in frames),
        }
        moments.append(tuple(replace(frame, **shared) for frame in frames))
    return moments


def verdict(last: tuple[Frame, ...]) -> tuple[Frame, ...]:
    """Make the last moment: the final inertia of each run, and which run is better."""
    ends = [inertias[-1] for inertias in last[0].inertias]
    best = min(ends)
    captions = []
    for inertia in ends:
        text = f"Final inertia: {format_inertia(inertia)}"
        if max(ends) <= best * (1 + 1e-6):
            captions.append(f"{text}. Both are equal.")
        elif max(ends) < best * 1.001:
            captions.append(f"{text}. Almost equal.")
        elif inertia == best:
            captions.append(f"{text}. The better one!")
        elif best <= 0:
            captions.append(f"{text}, more.")
        elif inertia < 2 * best:
            captions.append(f"{text}, {inertia / best - 1:.1%} more.")
        else:
            captions.append(f"{text}, {inertia / best:.1f} times as much.")
    seconds = max(LEAST_VERDICT, reading_time(" ".join(captions)))
    duration = round(1000 * seconds)
    return tuple(
        replace(frame, caption=caption, duration=duration, is_stop=True)
        for frame, caption in zip(last, captions, strict=True)
    )
