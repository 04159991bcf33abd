"""A run of k-means as a film: GIF, WebP, MP4, or a sheet of its iterations; or as a page to play in."""

import os
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from ..estimator import KMeans
from ..pictures.output import check_suffix, whole_file
from ..seeding import Random
from .collection import as_color
from .encode import ENCODERS, Film, check_video, encode
from .page import page
from .run import Run
from .show import FilmFile
from .stepper import Stepper, gather
from .timeline import Frame, side_by_side, timeline

SUFFIXES = (*ENCODERS, ".html")


def animate(
    source: Any,
    path: str | os.PathLike[str],
    *,
    n_clusters: int = 5,
    fps: float = 20,
    size: tuple[int, int] = (640, 480),
    seconds_per_iteration: float | None = None,
    rotate: bool = False,
    init: Any = "k-means++",
    compare: Sequence[Any] | None = None,
    random_state: Random = 0,
    data: Any = None,
    progress: Callable[[Sequence[Any]], Iterable[Any]] = iter,
    **settings: Any,
) -> FilmFile:
    """Film a run from its first pick to its end, and write it in the form that the suffix of path names.

    Returns a small object that is the path of the film, prints as it, and shows the film in a notebook.

    Parameters
    ----------
    source : a picture (anything `read_image` takes), a table of rocks, samples of two features, a `Stepper`, or a
        fitted `KMeans`, with the samples or the picture it was fitted on as `data`.
    path : ends in .gif, .webp, .mp4 (needs the extra `video`), .html (a page to play in) or .png (a sheet of the
        iterations).
    n_clusters : how many groups.
    fps : pictures in a second of movement.
    size : width and height in pixels.
    seconds_per_iteration : None gives the first iterations time to be read, and hurries through the last.
    rotate : turn the cube while its colours are sorted.
    init, random_state : as for `KMeans`.
    compare : two ways of `init`, such as ("random", "k-means++"), for two runs side by side.
    data : see `source`.
    progress : a function that receives the moments to draw and yields them one by one, while it shows how many are
        done. By default nothing is shown.
    settings : the rest is for `Stepper`: `by`, `assign`, `update`, `max_iter`, `tol`.

    Raises OutputError where path cannot be written, ImageError or ValueError for what cannot be sorted or drawn.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     film = animate([[0.0, 0.0], [0.0, 1.0], [5.0, 5.0]], f"{folder}/plane.gif", n_clusters=2)
    ...     print(os.listdir(folder))
    ['plane.gif']
    """
    suffix = check_suffix(path, SUFFIXES)
    check_video(path)
    check_numbers(size, fps, seconds_per_iteration)
    if compare is not None and isinstance(source, Stepper | KMeans):
        raise ValueError("compare= makes runs of its own: give the picture or the samples, not a run")
    ways = {"": init} if compare is None else named(compare)
    one, *others = ways.values()
    with whole_file(path) as write:  # which fails now, not after minutes of drawing
        first = as_stepper(source, n_clusters, one, random_state, data, **settings)
        if compare is None and first.has_own_functions and suffix != ".html":
            ways = {"Your code": init}  # for the titles of the film
        more = {"random_state": random_state, **settings}
        second = [Stepper(first.collection, first.n_clusters, init=other, **more) for other in others]
        at = first.snapshot.iteration
        try:
            steppers = [stepper.run() for stepper in (first, *second)]
        finally:
            first.goto(at)  # leave somebody's stepper where it was
        runs = {way: stepper.as_run() for way, stepper in zip(ways, steppers, strict=True)}
        if suffix == ".html":
            write(page_of(runs, first).encode())
        else:
            films = [timeline(run, fps=fps, seconds_per_iteration=seconds_per_iteration) for run in runs.values()]
            write(encode(draw_frames(runs, side_by_side(films), size, rotate, progress), suffix))
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


def check_numbers(size: tuple[int, int], fps: float, seconds_per_iteration: float | None) -> None:
    """Refuse films that are too small to read, or without end."""
    if not (480 <= size[0] <= 4000 and 360 <= size[1] <= 4000):
        raise ValueError(f"size={size} should be from (480, 360) to (4000, 4000) pixels")
    if not 1 <= fps <= 100:
        raise ValueError(f"fps={fps} should be from 1 to 100")
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
    """Make a stepper of whatever `animate` is given."""
    if isinstance(source, Stepper):
        return source
    if isinstance(source, KMeans):
        return replay(source, data)
    collection = gather(source, **settings)
    settings.pop("by", None)
    n_clusters = min(n_clusters, collection.n_distinct)  # of fewer colours than asked for, all
    return Stepper(collection, n_clusters, init=init, random_state=random_state, **settings)


def named(compare: Sequence[Any]) -> dict[str, Any]:
    """Name two ways of `init`: as they are called, or by their places. Raises ValueError if they are not two."""
    names = [way if isinstance(way, str) else place for way, place in zip(compare, ("first", "second"), strict=False)]
    if len(compare) != 2 or names[0] == names[1]:
        raise ValueError(f"compare={compare} should be two different ways of init")
    return dict(zip(names, compare, strict=True))


def replay(model: KMeans, data: Any) -> Stepper:
    """Step again through the run of a fitted model, from its first centroids.

    Raises ValueError where `data` is missing or is not what the model was fitted on.
    """
    if data is None:
        raise ValueError("a fitted model does not keep its samples: give them, or their picture, as data=")
    model.get_feature_names_out()  # which says so if it is not fitted
    first = model.history_[0].centroids
    stepper = Stepper(data, len(first), init=first, max_iter=model.max_iter, tol=model.tol)
    if not np.allclose(stepper.run().snapshot.centroids, model.cluster_centers_, rtol=1e-6):
        raise ValueError("data= are not the samples, or not with the weights, that the model was fitted on")
    return stepper.goto(0)


def draw_frames(
    runs: dict[str, Run],
    moments: Sequence[tuple[Frame, ...]],
    size: tuple[int, int],
    rotate: bool,
    progress: Callable[[Sequence[Any]], Iterable[Any]] = iter,
) -> Film:
    """Draw every frame of one run, or of several side by side."""
    from .drawing.panels import AZIMUTH, ELEVATION  # here, so that importing this package loads NumPy alone
    from .drawing.screen import Screen

    screens = [Screen(run, size, runs=runs) for run in runs.values()]
    pictures = []
    for number, moment in enumerate(progress(moments)):
        if rotate:
            for screen in screens:
                screen.turn(AZIMUTH + 360 * number / len(moments), ELEVATION)
        pictures.append(np.hstack([screen.draw(frame) for screen, frame in zip(screens, moment, strict=True)]))
    colored = [run.history for run in runs.values() if run.collection.is_colors]
    colors = [as_color(snapshot.centroids) for history in colored for snapshot in history]
    return Film(
        frames=pictures,
        durations=[moment[0].duration for moment in moments],
        stops=[number for number, moment in enumerate(moments) if moment[0].is_stop],
        colors=np.concatenate([*colors, np.empty((0, 3), np.uint8)]),
    )
