"""From a picture, or many pictures, to a palette: group the colours of the pixels that take part."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from numbers import Integral
from typing import Any

import numpy as np

from ..estimator import KMeans
from ..fast.colors import CountedColors, as_color, count_colors, to_hex
from ..fast.steps import FAST_STEPS, assign, counts_and_inertia, mean_variance, update
from ..lloyd import lloyd
from ..seeding import Random
from ..snapshot import Snapshot
from ..text import plural
from .album import Album, count_album
from .image import ImageError, Picture, opaque_pixels, read_image
from .left_out import count_ignored, is_ignored, masked, read_hex, read_ignored
from .palette import Palette
from .spaces import space_of


def extract_palette(
    source: Any,
    n_colors: int = 5,
    *,
    space: str = "rgb",
    ignore: str | Sequence[str] = (),
    mask: Any = None,
    keep: str | Sequence[str] = (),
    accents: bool = False,
    random_state: Random = 0,
    n_init: str | int = "auto",
    max_iter: int = 300,
    tol: float = 1e-4,
    opaque: float = 0.5,
) -> Palette:
    """Find the n_colors colours that stand for a picture best, and the proportion of each.

    Parameters
    ----------
    source, opaque : those of `read_image`. A list of sources has one palette: that of all their pixels together. If
        some of them cannot be read, a note says so.
    n_colors : how many colours. If the picture has fewer, the palette has these, and a note.
    space : "rgb", or "oklab", in which distances fit what eyes see.
    ignore : colours to leave out, such as "#fff" or "#fff~10". The number is a distance: 100 times that in OKLab.
        Without a number it is 0. `Palette.left_out` says how many pixels these are.
    mask : a picture of the same size, as `read_image` takes it. Its white pixels take part, its black ones do not.
    keep : colours such as "#1b9e77" that are in the palette whatever the picture. They do not move.
    accents : let a colour weigh the square root of its number of pixels, so that small bright things get a colour.
        The proportions are still those of all pixels.
    random_state, n_init, max_iter, tol : those of `KMeans`.

    Raises ImageError if the source or the mask cannot be read, or if no pixel is left. Raises ValueError if a
    parameter is wrong.

    >>> flag = np.array([[[0, 38, 84], [255, 255, 255], [237, 41, 57], [255, 255, 255]]], dtype=np.uint8)
    >>> extract_palette(flag, n_colors=3)
    array: 3 colours of 4 pixels
      1  #ffffff  255 255 255   50.0%           2
      2  #002654    0  38  84   25.0%           1
      3  #ed2939  237  41  57   25.0%           1
    >>> extract_palette(flag, n_colors=1, ignore="#fff~10")
    array: 1 colour of 2 pixels
      1  #762846  118  40  70  100.0%           2
    left out: 2 pixels by #ffffff~10
    >>> extract_palette([flag, flag[:, 1:2]], n_colors=1)
    2 pictures: 1 colour of 5 pixels
      1  #c8a9b5  200 169 181  100.0%           5
    """
    ignore, keep = as_items(ignore), as_items(keep)
    check_settings(n_colors, space, ignore, keep)
    settings: dict[str, Any] = {
        "space": space,
        "ignore": ignore,
        "keep": keep,
        "accents": accents,
        "random_state": random_state,
        "n_init": n_init,
        "max_iter": max_iter,
        "tol": tol,
    }
    if isinstance(source, (list, tuple)):
        if mask is not None:
            raise ValueError("a mask belongs to one picture, and cannot be used for several")
        return palette_of_album(count_album(source, opaque=opaque), n_colors, **settings)
    picture, left_out = read_image(source, opaque=opaque), {}
    if mask is not None:
        opaque_pixels(picture)  # without any, this is the reason to give, and not the mask
        picture, left_out["mask"] = masked(picture, mask)
    seen = count_colors(opaque_pixels(picture))
    return palette_of_colors(seen, n_colors, name=picture.name, picture=picture, left_out=left_out, **settings)


def palette_of_album(album: Album, n_colors: int, **settings: Any) -> Palette:
    """Find the palette of all pictures that were counted, with a note if some could not be read."""
    palette = palette_of_colors(album.seen, n_colors, name=album.name, **settings)
    return replace(palette, note="; ".join(filter(None, [palette.note, album.note])))


def as_items(texts: str | Sequence[str]) -> tuple[str, ...]:
    """Return one text, or several, as a tuple without repetitions."""
    return tuple(dict.fromkeys([texts] if isinstance(texts, str) else texts))


def check_settings(n_colors: int, space: str, ignore: Sequence[str], keep: Sequence[str]) -> None:
    """Raise ValueError if one of these settings of `extract_palette` is wrong: before a picture is read."""
    if not isinstance(n_colors, Integral) or n_colors < 1:
        raise ValueError(f"n_colors={n_colors!r} should be a whole number >= 1")
    if len(keep) > n_colors:
        raise ValueError(f"n_colors={n_colors} should be >= {len(keep)}, the number of colours to keep")
    space_of(space)
    for text in ignore:
        read_ignored(text)  # raises the error
    for text in keep:
        read_hex(text)


def palette_of_colors(
    seen: CountedColors,
    n_colors: int = 5,
    *,
    name: str,
    picture: Picture | None = None,
    left_out: dict[str, int] | None = None,
    space: str = "rgb",
    ignore: str | Sequence[str] = (),
    keep: str | Sequence[str] = (),
    accents: bool = False,
    random_state: Random = 0,
    n_init: str | int = "auto",
    max_iter: int = 300,
    tol: float = 1e-4,
) -> Palette:
    """Find the palette of counted colours, of one picture or of many; `extract_palette` explains the parameters."""
    ignore, keep = as_items(ignore), as_items(keep)
    check_settings(n_colors, space, ignore, keep)
    kept = np.array([read_hex(text) for text in keep], dtype=np.uint8).reshape(-1, 3)
    left_out = (left_out or {}) | count_ignored(seen, ignore)
    stays, notes = ~is_ignored(seen.colors, ignore), []
    if not stays.any():
        raise ImageError(f"{name}: all {seen.counts.sum():,} pixels are ignored, by {' '.join(ignore)}")
    colors, counts = seen.colors[stays], seen.counts[stays]
    if len(colors) < n_colors:
        few = plural(len(colors), "distinct colour")
        notes.append(f"the picture has only {few}, fewer than the {n_colors} asked for")

    points, weight = space_of(space).points(colors), np.sqrt(counts) if accents else counts
    limits: dict[str, Any] = {"max_iter": max_iter, "tol": tol}
    n_unlike = len(colors) - sum((colors == color).all(axis=1).any() for color in kept)  # colours that are not kept
    n_moving = min(n_colors - len(kept), n_unlike)
    model = KMeans(max(1, n_moving), n_init=n_init, random_state=random_state, keep_history=False, **limits).fit(
        points, sample_weight=weight
    )
    last, labels, n_iter = model.history_[-1], model.labels_, model.n_iter_
    if len(kept):
        start = np.concatenate([space_of(space).points(kept), last.centroids[:n_moving]])  # (k, 3)
        last = run_with_kept(points * 1.0, weight * 1.0, start, len(kept), **limits)
        labels, n_iter = last.labels, min(last.iteration + (last.stop_reason == "converged"), max_iter)
    # Accents change the weights. The proportions and the inertia are those of pixels.
    of_groups, inertia = counts_and_inertia(points, labels, last.centroids, counts)  # (k,), pixels
    order = np.argsort(-of_groups, kind="stable")  # (k,), the most common first
    found = as_color(space_of(space).rgb(last.centroids[order]))
    for hex_, count in Counter(map(to_hex, found)).items():
        if count > 1:
            notes.append(f"{count} of the colours are nearly equal: all are rounded to {hex_}")
    return Palette(
        colors=found,
        counts=of_groups[order].astype(int),
        order=order,
        centroids=last.centroids[order],
        inertia=inertia,
        n_iter=n_iter,
        stop_reason=last.stop_reason or "",
        name=name,
        picture=picture,
        space=space,
        ignore=ignore,
        keep=keep,
        accents=accents,
        left_out=left_out,
        note="; ".join(filter(None, [*notes, picture.note if picture else ""])),
    )


def run_with_kept(
    points: np.ndarray, weight: np.ndarray, centroids: np.ndarray, n_kept: int, *, max_iter: int, tol: float
) -> Snapshot:
    """Run k-means from centroids (k, 3), of which the first n_kept do not move: return the last snapshot.

    The group of a kept centroid can be empty.
    """

    def update_others(X: np.ndarray, labels: np.ndarray, before: np.ndarray, sample_weight: np.ndarray) -> np.ndarray:
        # `relocate_empty` moves a sample into an empty group. If the centroid stays, the sample has to go back.
        in_kept, labels = np.flatnonzero(labels < n_kept), labels.copy()
        labels[in_kept] = assign(X[in_kept], before)
        after = update(X, labels, before, sample_weight)
        after[:n_kept] = before[:n_kept]
        return after

    run = lloyd(
        points,
        centroids,
        sample_weight=weight,
        max_iter=max_iter,
        tol=tol * mean_variance(points, weight),
        **{**FAST_STEPS, "update": update_others},
    )
    *_, last = run
    return last
