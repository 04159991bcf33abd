"""How much faster our films are made than by matplotlib's FuncAnimation, which draws the same panels.

    python tests/benchmarks/animation.py

Both make a GIF of 60 frames, 640 × 480, of the same run, from the same plan; in turn, three times; the ratio is of
the medians. Times are of the processor, so that other programs disturb less; they differ from machine to machine.
"""

import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import process_time

import matplotlib as mpl
import numpy as np
from matplotlib.animation import FuncAnimation, PillowWriter
from matplotlib.figure import Figure
from sklearn.datasets import load_sample_image

from kmeans_scratch.watch.animate import film_of
from kmeans_scratch.watch.collection import as_color
from kmeans_scratch.watch.drawing.cloud import MOST_POINTS
from kmeans_scratch.watch.encode import encode
from kmeans_scratch.watch.run import most_common_first
from kmeans_scratch.watch.stepper import Stepper
from kmeans_scratch.watch.timeline import Frame, timeline

N_FRAMES, SIZE, REPEATS = 60, (640, 480), 3


def ours(stepper: Stepper, frames: list[Frame], path: Path, rotate: bool) -> None:
    """Make the film with our screen and our encoder."""
    run = most_common_first(stepper.run().as_run())
    path.write_bytes(encode(film_of({"": run}, [(frame,) for frame in frames], SIZE, rotate=rotate), ".gif"))


def matplotlibs(stepper: Stepper, frames: list[Frame], path: Path, rotate: bool) -> None:
    """Make the film as matplotlib's documentation teaches it: artists, an update function, FuncAnimation."""
    collection, k = stepper.collection, stepper.n_clusters
    rows = np.random.default_rng(0).choice(len(collection.X), min(MOST_POINTS, len(collection.X)), replace=False)
    pixel_rows = collection.pixel_rows(180, 234)
    figure = Figure(figsize=(SIZE[0] / 100, SIZE[1] / 100), dpi=100)
    cube = figure.add_axes((0.0, 0.15, 0.6, 0.8), projection="3d", xlim=(0, 255), ylim=(0, 255), zlim=(0, 255))
    cube.set(xlabel="red", ylabel="green", zlabel="blue")
    points = cube.scatter(*collection.X[rows].T, s=9, depthshade=False)
    models = cube.scatter([], [], [], s=170, edgecolors="black", depthshade=False)
    numbers = [cube.text(0, 0, 0, str(group + 1), ha="center", va="center", weight="bold") for group in range(k)]
    trails = [cube.plot([], [], [], color="black")[0] for _ in range(k)]
    picture = figure.add_axes((0.62, 0.57, 0.365, 0.4))
    picture.set_axis_off()
    image = picture.imshow(as_color(collection.X)[pixel_rows])
    bar = figure.add_axes((0.62, 0.44, 0.365, 0.06), xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[])
    bars = bar.barh([0.5] * k, [1 / k] * k, height=1)
    names = [bar.text(0, 1.1, str(group + 1), ha="center", weight="bold") for group in range(k)]
    percents = [bar.text(0, -0.7, "", ha="center") for _ in range(k)]
    curve = figure.add_axes((0.62, 0.23, 0.365, 0.17), xlim=(0, len(stepper)), title="inertia", xlabel="iteration")
    curve.set_ylim(0, 1.1 * stepper.history[0].inertia)
    line = curve.plot([], [], "ko-")[0]
    heading, story = (
        figure.text(0.015, 0.95, "", size=14, weight="bold"),
        figure.text(0.015, 0.05, "", size=11, wrap=True),
    )

    def update(number: int) -> None:
        frame = frames[number]
        groups = as_color(frame.centroids) / 255
        labels = np.zeros(len(collection.X), int) if frame.worn is None else frame.worn
        points.set_facecolors((1 - frame.grouped) * collection.X[rows] / 255 + frame.grouped * groups[labels[rows]])
        models._offsets3d = tuple(frame.centroids.T)  # there is no public way
        models.set_facecolors(groups)
        paths = np.concatenate([frame.trail, frame.centroids[None]]) if len(frame.trail) else frame.centroids[None]
        shares = np.full(len(groups), 1 / k) if frame.shares is None else frame.shares
        edges = np.cumsum([0, *shares])
        for group in range(len(groups)):
            numbers[group].set_position_3d(frame.centroids[group])
            trails[group].set_data_3d(*paths[:, group].T)
            bars[group].set(x=edges[group], width=shares[group], facecolor=groups[group])
            middle = (edges[group] + edges[group + 1]) / 2
            names[group].set_x(middle)
            percents[group].set(x=middle, text=f"{shares[group]:.0%}")
        image.set_data(as_color(collection.X if frame.worn is None else frame.centroids[labels])[pixel_rows])
        line.set_data(np.arange(len(frame.inertias[0])) / 2, frame.inertias[0])
        heading.set_text(f"Iteration {frame.iteration}")
        story.set_text(frame.caption)
        if rotate:
            cube.view_init(22, -60 + 6 * number)

    with mpl.rc_context({"backend": "agg"}):
        FuncAnimation(figure, update, frames=len(frames)).save(path, writer=PillowWriter(fps=20))


def measure(rotate: bool, folder: Path) -> str:
    """Time both in turn; return a line of the table."""
    stepper = Stepper(load_sample_image("china.jpg"), 8, random_state=0)
    frames = timeline(stepper.run().as_run(), seconds_per_iteration=0.75)
    chosen = np.linspace(0, len(frames) - 1, N_FRAMES).astype(int)
    frames = [replace(frames[i], duration=50) for i in chosen]  # a turning cube is drawn at each tick of a long frame
    times = {ours: [], matplotlibs: []}
    for _ in range(REPEATS):
        for make, seconds in times.items():
            begin = process_time()
            make(stepper, frames, folder / f"{make.__name__}.gif", rotate)
            seconds.append(process_time() - begin)
    ms = {make: 1000 * median(seconds) / N_FRAMES for make, seconds in times.items()}
    camera = "rotating" if rotate else "fixed"
    return f"{camera:<10}{ms[ours]:>8.1f} ms{ms[matplotlibs]:>14.1f} ms{ms[matplotlibs] / ms[ours]:>10.1f} ×"


def main() -> None:
    """Print the table."""
    print("a frame, GIF included: ours, FuncAnimation with PillowWriter, ratio")
    with tempfile.TemporaryDirectory() as folder:
        for rotate in (False, True):
            print(measure(rotate, Path(folder)), flush=True)


if __name__ == "__main__":
    main()
