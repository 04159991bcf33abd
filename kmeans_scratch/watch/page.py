"""A run as a page to play in: one HTML document that holds the data and the script, and needs nothing else.

The page holds numbers, not pictures: every distinct colour with its count, the first picks, and all centroids of the
run. A script in the page computes and draws the rest. Its part `web/board.js` is a translation of `lloyd.py`.

The numbers are compressed in three steps. Colours are sorted, and written as differences from one to the next. The
lowest bytes of all numbers come first, then the next bytes, and so on. At last everything is deflated and written in
base64.
"""

import json
import os
import zlib
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

import numpy as np

from ..fast.colors import pack
from ..fast.steps import FAST_STEPS, mean_variance
from ..lloyd import lloyd
from ..pictures.image import Picture
from ..seeding import kmeans_plusplus, random_centroids
from .collection import Collection, collect, thinned
from .run import Run

SCRIPTS = (
    "board.js",
    "data.js",
    "run.js",
    "story.js",
    "ink.js",
    "borders.js",
    "space.js",
    "views.js",
    "panels.js",
    "predict.js",
    "seeds.js",
    "hands.js",
    "page.js",
)
PRINCIPAL = "There are more than three features: this is the plane in which the samples differ most (PCA)."
MOST_COLORS = 250_000  # a page with more colours would be larger than 500 kB
MOST_CHARACTERS = 370_000  # for samples and picture; the script takes most of the rest of 500 kB
SIDES = (320, 240, 160, 120)  # pixels, the longer side of the picture on the page
MOST_NUMBERS = 100_000  # of samples that are not colours: each takes 8 bytes
MOST_GROUPS = 32  # the page itself can make runs with at most this many groups
N_SEEDS = 20
MOST_PICKS = 20_000_000  # distances for the first centroids of all seeds: about two seconds


def page(
    run: Run,
    *,
    max_iter: int = 300,
    tol: float = 1e-4,
    own_functions: bool = False,
    names: Sequence[str] = ("", ""),
    rival: Run | None = None,
) -> str:
    """Return one self-contained HTML document in which the run can be watched and played with.

    `max_iter` and `tol` are those of the run. The page uses them for the runs that it makes itself. `own_functions`
    says that a student's `assign` or `update` made the run. Then the page shows this run with its labels, and makes
    no other run. A `rival`, a run on the same samples, is shown beside this one. `names` says how each began, such as
    "random".

    >>> from kmeans_scratch import Stepper
    >>> stepper = Stepper([[0.0, 0.0], [0.0, 1.0], [5.0, 5.0]], 2, random_state=0).run()
    >>> html = page(Run(stepper.collection, stepper.history, tuple(stepper.picks)))
    >>> html.startswith("<!doctype html>"), "http" in html
    (True, False)
    """
    if run.collection.space != "rgb":
        raise ValueError(f"a page sorts in RGB, not in {run.collection.space}: make a film, such as .gif, or a .png")
    note = ""
    if not own_functions:
        run, note = thin(run, max_iter, tol)
        rival = rival and thin(rival, max_iter, tol)[0]
    data = page_data(run, max_iter, tol, own_functions)
    data["name"] = names[0] or ("k-means++" if run.picks else "")
    data["isThin"] = bool(note)
    data["rival"] = rival and {"name": names[1], "history": history_data(rival, own_functions)}
    folder = files(__package__) / "web"
    scripts = "\n".join((folder / name).read_text(encoding="utf-8") for name in SCRIPTS)
    text = json.dumps(data, separators=(",", ":"))
    return Template((folder / "page.html").read_text(encoding="utf-8")).substitute(
        title=escape(f"{run.collection.name}, sorted by k-means"),
        data=text.replace("<", "\\u003c"),  # "</script>" in the name of a file would end the script
        script=scripts,
        style=(folder / "page.css").read_text(encoding="utf-8"),
        note=f"{note} {PRINCIPAL}" if run.collection.X.shape[1] > 3 else note,
    )


def thin(run: Run, max_iter: int, tol: float) -> tuple[Run, str]:
    """Return a run on fewer samples if there are too many for a page, and a sentence that says so.

    The new run starts from the same centroids.
    """
    whole = collection = run.collection
    counted = whole.is_colors and whole.weight is not None
    most = MOST_COLORS if counted else MOST_NUMBERS // whole.X.shape[1]
    step = 1
    while len(collection.X) > most:
        step += 1
        if whole.picture is not None and counted:
            rgb, opaque = whole.picture.rgb[::step, ::step], whole.picture.opaque[::step, ::step]
            collection = replace(collect(replace(whole.picture, rgb=rgb, opaque=opaque)), name=whole.name)
        else:
            weight = None if whole.weight is None else whole.weight[::step]
            collection = replace(whole, X=whole.X[::step], weight=weight)
    if collection is whole:
        return run, ""
    X, weight, first = collection.X, collection.weight, run.history[0].centroids
    tolerance = tol * mean_variance(X, weight)
    history = lloyd(X, first, sample_weight=weight, max_iter=max_iter, tol=tolerance, **FAST_STEPS)
    note = f"This page shows {collection.size:,} of the {whole.size:,} {whole.noun}, evenly chosen."
    return Run(collection, tuple(history)), note


def page_data(run: Run, max_iter: int, tol: float, own_functions: bool) -> dict[str, Any]:
    """Return the data for the script, under the names that the script uses."""
    collection, first = run.collection, run.history[0].centroids
    X, weight, picture = collection.X, collection.weight, collection.picture
    samples = samples_data(collection)
    room = MOST_CHARACTERS - sum(map(len, samples.values()))
    return {
        "file": picture.name if picture is not None and os.path.isfile(picture.name) else None,
        "noun": collection.noun,
        "features": collection.features,
        "units": np.broadcast_to(collection.units, X.shape[1]).tolist(),
        "isColors": collection.is_colors,
        "isOwn": own_functions,
        "n": len(X),
        "d": X.shape[1],
        "k": len(first),
        **samples,
        "picture": picture and picture_data(collection, picture, room),
        "picks": [{"row": pick.index, "candidates": pick.candidates.tolist()} for pick in run.picks],
        "history": history_data(run, own_functions),
        "starts": {} if own_functions else starts(collection, len(first)),
        "axes": principal_axes(X).tolist() if X.shape[1] > 3 else None,
        "maxIter": max_iter,
        "tol": tol,
        "tolerance": tol * mean_variance(X, weight),
    }


def history_data(run: Run, own_functions: bool) -> dict[str, Any]:
    """Write the centroids of all snapshots. For a student's functions, also write the labels, as differences."""
    data: dict[str, Any] = {
        "centroids": packed_floats(np.stack([now.centroids for now in run.history])),
        "stopReason": run.history[-1].stop_reason,
    }
    if own_functions:
        labels = np.stack([now.labels for now in run.history]).astype(np.uint32)  # (t, n)
        data["labels"] = packed_whole(np.diff(labels, axis=0, prepend=np.uint32(0)))
    return data


def samples_data(collection: Collection) -> dict[str, str]:
    """Write the samples with their counts. Sorted colours are written as differences, other samples as numbers."""
    X, weight = collection.X, collection.weight
    data = {} if weight is None else {"counts": packed_whole(weight)}
    if weight is None or not collection.is_colors:
        return data | {"values": packed_floats(X)}
    return data | {"codes": packed_whole(np.diff(pack(X.astype(np.uint8)), prepend=np.uint32(0)))}


def picture_data(collection: Collection, picture: Picture, room: int) -> dict[str, Any]:
    """Write a copy of the picture, small enough to take at most `room` characters.

    Each pixel is written as its difference from the pixel on its left, modulo 256. If colours are not counted, the
    picture keeps its size, because each pixel is a sample.
    """
    for side in SIDES:
        small = np.ix_(*map(np.arange, picture.opaque.shape))
        if collection.weight is not None:
            small = thinned(picture, side, side)
        rgb, opaque = picture.rgb[small], picture.opaque[small]
        steps = rgb.copy()
        steps[:, 1:] -= rgb[:, :-1]
        data = {"height": rgb.shape[0], "width": rgb.shape[1], "steps": packed(steps.tobytes())}
        if len(data["steps"]) <= room:
            break
    return data if opaque.all() else data | {"opaque": packed(opaque.astype(np.uint8).tobytes())}


def starts(collection: Collection, k: int) -> dict[str, str]:
    """Pick the first centroids in two ways, for the seeds 0, 1, 2, ...: return k row numbers for each seed.

    The page has 20 seeds. If this would take long, the script of the page picks some of them.
    """
    if k > MOST_GROUPS:
        return {}
    n_seeds = max(1, min(N_SEEDS, MOST_PICKS // (k * len(collection.X))))
    return {
        name: packed_whole(
            np.stack(
                [
                    pick(collection.X, k, sample_weight=collection.weight, random_state=seed)[1]
                    for seed in range(n_seeds)
                ]
            )
        )
        for name, pick in (("random", random_centroids), ("k-means++", kmeans_plusplus))
    }


def principal_axes(X: np.ndarray) -> np.ndarray:
    """Return the two directions in which the samples (n, d) differ most: (2, d), each of length 1."""
    return np.linalg.svd(X - X.mean(axis=0), full_matrices=False)[2][:2]


def packed(data: bytes) -> str:
    """Deflate bytes and write them in base64."""
    return b64encode(zlib.compress(data, 9)).decode("ascii")


def packed_whole(numbers: np.ndarray) -> str:
    """Pack whole numbers below 2³²: first the lowest byte of each, then the next byte of each, and so on."""
    planes = numbers.astype("<u4").reshape(-1, 1).view(np.uint8).T  # (4, n)
    return packed(planes.tobytes())


def packed_floats(numbers: np.ndarray) -> str:
    """Pack numbers of 8 bytes."""
    return packed(numbers.astype("<f8").tobytes())
