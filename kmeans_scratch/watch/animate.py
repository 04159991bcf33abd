"""A run of k-means as a film: GIF, WebP, MP4, or a sheet of its iterations; or as a page to play in."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..estimator import KMeans
from ..fast.colors import as_color
from ..pictures.output import check_suffix, whole_file
from ..seeding import Random
from .compare import side_by_side
from .encode import ENCODERS, MOST_FPS, Film, check_video, encode
from .page import page
from .run import Run, most_common_first
from .show import FilmFile, progress_in_notebook
from .stepper import Stepper, gather
from .timeline import Frame, timeline

DEGREES_PER_SECOND = 10  # the turn of the cube, slow enough to follow a point

FILM_SUFFIXES = (*ENCODERS, ".html")


def animate(
    source: Any,
    path: str | os.PathLike[str],
    *,
    n_clusters: int = 5,
    fps: float = 20,
    size: tuple[int, int] = (640, 480),
    seconds_per_iteration: float | None = None,
    rotate: bool = False,
    fade: bool = False,
    init: Any = "k-means++",
    compare: Sequence[Any] | None = None,
    random_state: Random = 0,
    data: Any = None,
    progress: Callable[[Sequence[Any]], Iterable[Any]] = progress_in_notebook,
    **settings: Any,
) -> FilmFile:
    """Film a run from its first pick to its end. The suffix of `path` chooses the kind of file.

    Returns an object that can be used as the path of the film. In a notebook, it shows the film.

    Parameters
    ----------
    source : a picture (anything `read_image` takes), a table of rocks, samples (n, d), a `Stepper`, or a fitted
        `KMeans`, with the samples or the picture it was fitted on as `data`.
    path : ends in .gif, .webp, .mp4 (needs the extra `video`), .html (a page to play in) or .png (a sheet of the
        iterations).
    n_clusters : the number of groups.
    fps : pictures per second of movement: at most 50 in a .gif or .webp, otherwise at most 60.
    size : width and height in pixels, at least 480 × 360.
    seconds_per_iteration : if None, an iteration in which much happens takes longer, and one in which hardly anything
        happens is skipped. Such a film takes 15 to 30 seconds.
    rotate : turn the cube slowly.
    fade : let the samples fade to their own colours while the models move.
    init, random_state : as for `KMeans`.
    compare : two ways of `init`, such as ("random", "k-means++"), for two runs side by side.
    data : see `source`.
    progress : a function that receives the list of pictures to draw, yields them one by one, and can show how many
        are done. By default, only a notebook shows this.
    settings : other arguments of `Stepper`: `by`, `space`, `assign`, `update`, `max_iter`, `tol`.

    Raises OutputError if `path` cannot be written. Raises ImageError or ValueError if the source cannot be sorted or
    drawn.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     film = animate([[0.0, 0.0], [0.0, 1.0], [5.0, 5.0]], f"{folder}/plane.gif", n_clusters=2)
    ...     print(os.listdir(folder))
    ['plane.gif']
    """
    suffix = check_suffix(path, FILM_SUFFIXES)
    n_clusters = settings.pop("n_colors", n_clusters)  # the old name in version 0.1, as in `extract_palette`
    check_video(path)
    check_numbers(size, fps, seconds_per_iteration, suffix)
    if compare is not None and isinstance(source, Stepper | KMeans):
        raise ValueError("compare= makes its own runs: give the picture or the samples, not a run")
    ways = {"": init} if compare is None else named(compare)
    one, *others = ways.values()
    with whole_file(path) as write:  # if this fails, it fails now, not after minutes of drawing
        first = as_stepper(source, n_clusters, one, random_state, data, **settings)
        if compare is None and first.has_own_functions and suffix != ".html":
            ways = {"Your code": init}  # for the titles of the film
        more = {"random_state": random_state, **settings}
        second = [Stepper(first.collection, first.n_clusters, init=other, **more) for other in others]
        at = first.snapshot.iteration
        try:
            steppers = [stepper.run() for stepper in (first, *second)]
        finally:
            first.goto(at)  # a stepper that was given stays where it was
        runs = {way: stepper.as_run() for way, stepper in zip(ways, steppers, strict=True)}
        if suffix == ".html":
            write(page_of(runs, first).encode())
        else:
            plan: dict[str, Any] = {"fps": fps, "seconds_per_iteration": seconds_per_iteration, "fade": fade}
            films = {way: most_common_first(run) for way, run in runs.items()}
            moments = side_by_side([timeline(run, **plan) for run in films.values()])
            write(encode(film_of(films, moments, size, fps, rotate, progress), suffix))
    return FilmFile(path, next(iter(runs.values())))


def page_of(runs: dict[str, Run], stepper: Stepper) -> str:
    """Return the page of one run, or of two side by side, with the settings of a stepper."""
    first, *others = runs.values()
    return page(
        first,
        max_iter=stepper.max_iter,
        tol=stepper.tol,
        own_functions=stepper.has_own_functions,
        names=tuple(runs),
        rival=others[0] if others else None,
    )


def check_numbers(size: tuple[int, int], fps: float, seconds_per_iteration: float | None, suffix: str) -> None:
    """Raise ValueError for films that are too small to read, too fast for players, or much too long."""
    if not (480 <= size[0] <= 4000 and 360 <= size[1] <= 4000):
        raise ValueError(f"size={size} should be from (480, 360) to (4000, 4000) pixels")
    most_fps = MOST_FPS.get(suffix, 60)
    if not 1 <= fps <= most_fps:
        raise ValueError(f"fps={fps} should be from 1 to {most_fps} for {suffix}: players show no more")
    if seconds_per_iteration is not None and not 0 <= seconds_per_iteration <= 60:
        raise ValueError(f"seconds_per_iteration={seconds_per_iteration} should be from 0 to 60")


def as_stepper(
    source: Any,
    n_clusters: int,
    init: Any = "k-means++",
    random_state: Random = 0,
    data: Any = None,
    **settings: Any,
) -> Stepper:
    """Make a stepper of the source that `animate` is given."""
    if isinstance(source, Stepper):
        return source
    if isinstance(source, KMeans):
        return replay(source, data)
    collection = gather(source, **settings)
    settings = {name: value for name, value in settings.items() if name not in ("by", "space")}
    n_clusters = min(n_clusters, collection.n_distinct)  # at most one group for each distinct sample
    return Stepper(collection, n_clusters, init=init, random_state=random_state, **settings)


def named(compare: Sequence[Any]) -> dict[str, Any]:
    """Name two ways of `init`: "random" and "k-means++", or "first" and "second". Raises ValueError if not two."""
    names = [way if isinstance(way, str) else place for way, place in zip(compare, ("first", "second"), strict=False)]
    if len(compare) != 2 or names[0] == names[1]:
        raise ValueError(f"compare={compare} should be two different ways of init")
    return dict(zip(names, compare, strict=True))


def replay(model: KMeans, data: Any) -> Stepper:
    """Repeat the run of a fitted model, from its first centroids.

    Raises ValueError if `data` is missing or is not what the model was fitted on.
    """
    if data is None:
        raise ValueError("a fitted model does not keep its samples: give the samples or the picture as data=")
    model.get_feature_names_out()  # raises an error if it is not fitted
    first = model.history_[0].centroids
    stepper = Stepper(data, len(first), init=first, max_iter=model.max_iter, tol=model.tol)
    if not np.allclose(stepper.run().snapshot.centroids, model.cluster_centers_, rtol=1e-6):
        raise ValueError("data= should be the samples that the model was fitted on, all with the same weight")
    return stepper.goto(0)


def film_of(
    runs: dict[str, Run],
    moments: Sequence[tuple[Frame, ...]],
    size: tuple[int, int],
    fps: float = 20,
    rotate: bool = False,
    progress: Callable[[Sequence[Any]], Iterable[Any]] = iter,
) -> Film:
    """Make the film of one run, or of several side by side. A frame is drawn only when it is needed."""
    if rotate and any(run.collection.X.shape[1] == 3 for run in runs.values()):
        moments = each_tick(moments, round(1000 / fps))
        turns = np.cumsum([0, *(DEGREES_PER_SECOND * moment[0].duration / 1000 for moment in moments)])
    else:
        turns = np.zeros(len(moments))
    colored = [run.history for run in runs.values() if run.collection.is_colors]
    colors = [as_color(snapshot.centroids) for history in colored for snapshot in history]
    return Film(
        frames=DrawnFrames(runs, moments, size, turns, progress),
        durations=[moment[0].duration for moment in moments],
        stops=[number for number, moment in enumerate(moments) if moment[0].is_stop],
        colors=np.concatenate([*colors, np.empty((0, 3), np.uint8)]),
    )


def each_tick(moments: Sequence[tuple[Frame, ...]], tick: int) -> list[tuple[Frame, ...]]:
    """Cut moments that last longer than a tick into parts, so that the cube can turn while the rest stands still."""
    every = []
    for moment in moments:
        n = max(1, moment[0].duration // tick)
        parts = [moment[0].duration // n] * (n - 1)
        for duration in [*parts, moment[0].duration - sum(parts)]:
            every.append(tuple(replace(frame, duration=duration, is_stop=False) for frame in moment))
        every[-1] = tuple(replace(frame, is_stop=moment[0].is_stop) for frame in every[-1])
    return every


class DrawnFrames(Sequence[np.ndarray]):
    """The pictures of a film, (h, w, 3) uint8. Each is drawn when it is needed, and then dropped."""

    def __init__(
        self,
        runs: dict[str, Run],
        moments: Sequence[tuple[Frame, ...]],
        size: tuple[int, int],
        turns: np.ndarray,
        progress: Callable[[Sequence[Any]], Iterable[Any]] = iter,
    ) -> None:
        """Lay out a screen for each run. `turns` are how far the cube has turned at each moment, in degrees."""
        from .drawing.screen import Screen  # here, so that importing this package loads NumPy alone

        self.screens = [Screen(run, size, runs=runs) for run in runs.values()]
        self.moments, self.turns, self.progress = moments, turns, progress

    def __len__(self) -> int:
        """Count the pictures."""
        return len(self.moments)

    def __getitem__(self, number: Any) -> Any:
        """Draw picture number `number`."""
        from .drawing.cube import AZIMUTH, ELEVATION

        pictures = []
        for screen, frame in zip(self.screens, self.moments[number], strict=True):
            if self.turns.any():
                screen.turn(AZIMUTH + self.turns[number], ELEVATION)
            pictures.append(screen.draw(frame))
        return np.hstack(pictures)

    def __iter__(self) -> Iterator[np.ndarray]:
        """Draw all pictures, one after the other, and let `progress` show how many are done."""
        for number, _ in enumerate(self.progress(self.moments)):
            yield self[number]
