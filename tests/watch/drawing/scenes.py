"""Runs, their films and the screens to draw them on, for the tests of the drawings."""

from functools import lru_cache

import numpy as np

from kmeans_scratch import Stepper, rock_collection
from kmeans_scratch.watch.drawing.screen import Screen
from kmeans_scratch.watch.run import most_common_first
from kmeans_scratch.watch.timeline import timeline

SMALL, LARGE = (480, 360), (640, 480)
PINK = (255, 0, 255)
CORNERS = {
    "black": (0, 0, 0),
    "red": (255, 0, 0),
    "green": (0, 255, 0),
    "blue": (0, 0, 255),
    "white": (255, 255, 255),
}


def noise(height, width, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def wild(X, labels, centroids, sample_weight=None):
    """The broken update: sums instead of means. The models leave."""
    return np.array([X[labels == group].sum(axis=0) for group in range(len(centroids))])


def black_and_white(size=(40, 60)):
    picture = np.zeros((*size, 3), dtype=np.uint8)
    picture[:, size[1] // 2 :] = 255
    return picture


@lru_cache
def scene(kind="picture", k=3, size=None):
    """A run, the frames of its film, and the screen to draw them on, which is small except for rocks."""
    size = size or (LARGE if kind == "rocks" else SMALL)
    rng = np.random.default_rng(0)
    sources = {
        "picture": noise(24, 30),
        "1 x 1": np.full((1, 1, 3), 200, dtype=np.uint8),
        "1 x 500": noise(1, 500),
        "500 x 1": noise(500, 1),
        "one colour": np.full((20, 30, 3), (0, 80, 160), dtype=np.uint8),
        "black and white": black_and_white(),
        "plane": rng.normal(size=(80, 2)),
        "constant feature": np.column_stack([rng.normal(size=70), np.full(70, 3.0)]),
        "one place": np.full((70, 2), 3.0),
        "far away": rng.normal(size=(80, 2)) * 1e-3 + 1e6,
        "rows of colours": noise(24, 30).reshape(-1, 3),
        "rocks": rock_collection(),
        "strip": rng.normal(size=(80, 1)),
        "one value": np.full((9, 1), 3.0),
        "box": rng.normal(size=(80, 3)),
        "many features": rng.normal(size=(80, 6)) * [5, 1, 1, 1, 1, 1],
    }
    settings = {"by": "size"} if kind == "rocks" else {}
    if kind.startswith("broken"):
        settings, source = {"update": wild, "max_iter": 4}, sources[kind.removeprefix("broken ")]
    else:
        source = sources[kind]
    stepper = Stepper(source, k, random_state=0, **settings)
    run = most_common_first(stepper.run().as_run())
    return run, timeline(run, fps=10, seconds_per_iteration=0.3), Screen(run, size)


def panel(screen, kind):
    return next(panel for panel in screen.panels if isinstance(panel, kind))


def canvas(height=40, width=60, color=PINK):
    return np.full((height, width, 3), color, dtype=np.uint8)


def changed(pixels, color=PINK):
    return (pixels != np.array(color, dtype=np.uint8)).any(axis=-1)
