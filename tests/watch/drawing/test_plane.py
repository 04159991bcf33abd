"""The plane: regions, axes, and how samples of one or of many features are shown."""

import re
from itertools import combinations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scenes import LARGE, SMALL, panel, scene

from kmeans_scratch import Stepper, assign, rock_collection
from kmeans_scratch.watch.drawing.panels import group_colors
from kmeans_scratch.watch.drawing.plane import PALENESS, Plane, limits, view_of
from kmeans_scratch.watch.drawing.screen import Screen

pytestmark = pytest.mark.slow


def test_the_regions_have_the_pale_colors_of_the_models_in_them():
    run, film, screen = scene("plane", 8)
    plane, frame = panel(screen, Plane), film[-1]
    pixels = screen.draw(frame)
    pale = 255 * (PALENESS + (1 - PALENESS) * group_colors(run.collection, frame.centroids))
    box, rng = plane.axes.bbox, np.random.default_rng(0)
    seen = 0
    for x, y in rng.uniform((box.x0 + 2, box.y0 + 2), (box.x1 - 2, box.y1 - 2), (200, 2)).astype(int):
        nearest = assign(plane.axes.transData.inverted().transform([[x + 0.5, y - 0.5]]), frame.centroids)[0]
        seen += np.abs(pixels[SMALL[1] - y, x] - pale[nearest]).max() <= 2
    assert seen > 120  # the others are borders, points, models and numbers


@pytest.mark.parametrize(("kind", "k"), [("rocks", 5), ("plane", 4), ("plane", 8)])
def test_regions_are_numbered_where_no_sample_is_hidden(kind, k, monkeypatch):
    written = []
    monkeypatch.setattr(
        "kmeans_scratch.watch.drawing.plane.write", lambda pixels, name, x, y, **_: written.append((name, x, y))
    )
    run, film, screen = scene(kind, k)
    pixels, plane = screen.draw(film[-1]), panel(screen, Plane)
    spots = plane.axes.transData.transform(run.collection.X)
    for name, x, y in written:
        place = np.array([x, len(pixels) - y])
        inside = plane.axes.transData.inverted().transform([place])
        assert assign(inside, film[-1].centroids)[0] == int(name) - 1
        assert np.linalg.norm(spots - place, axis=1).min() > 1.5 * plane.models.radius
    assert written or kind != "rocks"


def test_of_like_units_both_axes_have_the_same_scale():
    for kind in ("plane", "far away", "rocks"):
        _, _, screen = scene(kind)
        axes = panel(screen, Plane).axes
        x, y = axes.transData.transform([[1.0, 1.0]])[0] - axes.transData.transform([[0.0, 0.0]])[0]
        assert x == pytest.approx(y, rel=0.02)


def test_of_very_unlike_units_they_have_not():
    low, high = limits(np.array([[0.0, 0.0], [1000.0, 1.0]]), 1.0, False)
    assert (high - low).tolist() == pytest.approx([1160, 1.16])


def test_all_samples_are_inside_the_plane():
    for kind in ("plane", "constant feature", "one place", "far away", "rocks"):
        run, _, screen = scene(kind, 3)
        axes = panel(screen, Plane).axes
        (x0, x1), (y0, y1) = axes.get_xlim(), axes.get_ylim()
        x, y = run.collection.X.T
        assert x0 < x.min() <= x.max() < x1
        assert y0 < y.min() <= y.max() < y1


def test_the_axes_of_rocks_are_in_mm_and_g():
    stepper = Stepper(rock_collection(), 30, by="size", random_state=0)
    axes = panel(Screen(stepper.run().as_run(), (640, 480)), Plane).axes
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("length in mm", "weight in g")
    ticks = seen_ticks(axes.xaxis)
    assert_allclose(
        [number(text) for _, text in ticks], [place * stepper.collection.units[0] for place, _ in ticks], rtol=1e-4
    )
    assert 10 <= number(ticks[0][1]) < number(ticks[-1][1]) <= 60


def seen_ticks(axis):
    """Where the ticks are that are drawn, and what is written there."""
    low, high = axis.get_view_interval()
    ticks = zip(axis.get_majorticklocs(), axis.get_ticklabels(), strict=True)
    return [(place, label.get_text()) for place, label in ticks if low <= place <= high]


def number(text):
    return float(text.replace("−", "-"))


def what_is_left_out(name):
    """Read '(× 1e-9+1)' in the name of an axis: what to multiply with, and what to add."""
    times, plus = re.fullmatch(r"feature \d(?: \((?:× ([\d.]+(?:e[-−]?\d+)?))?([+−-].*)?\))?", name).groups()
    return number(times or "1"), number(plus or "0")


SCALES = [
    *((1, 0), (0.03, 0), (1, 50), (100, 2000), (1e-5, 0), (1e7, 0), (3e4, 0), (1e-3, 1e6), (1e-3, -1e6)),
    *((1e3, 123456), (300, -12345), (1e-9, 1), (1e9, 1e12), (20, -1234)),
]


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize(("scale", "middle"), SCALES)
def test_the_numbers_on_the_axes_can_be_read(scale, middle, size):
    """They are true, no two say the same, and nothing sticks out of the panel or covers anything else."""
    X = np.random.default_rng(0).normal(size=(40, 2)) * scale + middle
    screen = Screen(Stepper(X, 2, random_state=0).run().as_run(), size)
    axes, renderer = panel(screen, Plane).axes, screen.canvas.get_renderer()
    for axis in (axes.xaxis, axes.yaxis):
        ticks = seen_ticks(axis)
        assert len({text for _, text in ticks}) == len(ticks) >= 2
        times, plus = what_is_left_out(axis.get_label_text())
        told = [number(text) * times + plus for _, text in ticks]
        assert_allclose(told, [place for place, _ in ticks], rtol=1e-12, atol=scale / 100)
        assert not axis.get_offset_text().get_visible()
        boxes = [axis.label.get_window_extent(renderer)]
        numbers = [label for label in axis.get_ticklabels() if label.get_text() in dict(ticks).values()]
        boxes += [label.get_window_extent(renderer) for label in numbers]
        assert min(box.x0 for box in boxes) >= 0
        assert min(box.y0 for box in boxes) >= 64 * size[1] / 480 - 1  # above the caption
        assert max(box.y1 for box in boxes) <= size[1] - 28 * size[1] / 480  # below the heading
        assert max(box.x1 for box in boxes) <= round(0.62 * size[0])  # left of the bar
        for one, other in combinations(boxes, 2):
            assert not one.overlaps(other)


def test_a_single_feature_is_a_strip_with_upright_borders():
    run, film, screen = scene("strip")
    plane = panel(screen, Plane)
    plane.show(film[-1])
    assert_array_equal(plane.places[:, 0], run.collection.X[:, 0])
    assert np.abs(plane.places[:, 1]).max() < 1
    assert np.ptp(plane.places[:, 1]) > 1  # or the points would hide one another
    assert (plane.project(film[-1].centroids)[:, 1] == 0).all()
    middles = np.sort(film[-1].centroids.ravel())
    borders = sorted({round(x, 9) for region in plane.regions for x in region[:, 0]})[1:-1]
    assert borders == pytest.approx((middles[1:] + middles[:-1]) / 2)


def test_of_many_features_the_plane_shows_the_two_principal_components_and_says_so():
    run, film, screen = scene("many features")
    plane, X = panel(screen, Plane), run.collection.X
    centered = X - X.mean(axis=0)
    assert plane.places.mean(axis=0) == pytest.approx(0, abs=1e-9)
    assert plane.places.var(axis=0).sum() > 0.7 * centered.var(axis=0).sum()
    assert plane.places[:, 0] @ plane.places[:, 1] == pytest.approx(0, abs=1e-6)
    share = plane.places[:, 0].var() / centered.var(axis=0).sum()
    assert plane.axes.get_xlabel() == f"1st principal component ({share:.0%} of the variance)"
    plane.show(film[-1])
    assert plane.regions == []  # the nearest model on the plane need not be the nearest one
    assert len(np.unique(screen.draw(film[-1]).reshape(-1, 3), axis=0)) > 10


def test_weights_count_in_the_principal_components():
    rgba = np.random.default_rng(0).integers(0, 256, (30, 4), dtype=np.uint8).repeat([1] * 29 + [500], axis=0)
    counted = Stepper(rgba, 2, random_state=0).collection
    view = view_of(counted)
    assert view.middle == pytest.approx(rgba.mean(axis=0))
    assert view.project(rgba).mean(axis=0) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("kind", ["one value", "one place", "constant feature"])
def test_samples_without_extent_can_be_drawn(kind):
    _, film, screen = scene(kind, 1)
    assert len(np.unique(screen.draw(film[-1]).reshape(-1, 3), axis=0)) > 10
