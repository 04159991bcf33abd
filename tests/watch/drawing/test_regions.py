"""The regions of a plane: every point belongs to the nearest model."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.path import Path
from numpy.testing import assert_allclose

from kmeans_scratch import assign
from kmeans_scratch.watch.drawing.regions import cut, regions_of

LOW, HIGH = np.array([-2.0, -1.0]), np.array([3.0, 2.0])


def area(polygon):
    """The area of a polygon (m, 2), by the shoelace formula."""
    x, y = polygon.T if len(polygon) else np.zeros((2, 1))
    return abs(x @ np.roll(y, 1) - y @ np.roll(x, 1)) / 2


def test_two_models_on_paper():
    left, right = regions_of(np.array([[0.0, 0.0], [2.0, 0.0]]), LOW, HIGH)
    assert area(left) == 9  # from -2 to 1, 3 high
    assert area(right) == 6
    assert_allclose([left[:, 0].max(), right[:, 0].min()], 1)


def test_a_single_model_has_everything():
    (region,) = regions_of(np.array([[50.0, 7.0]]), LOW, HIGH)
    assert area(region) == 15


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 20), st.sampled_from([1.0, 1e-3, 1e6]))
def test_each_point_lies_in_the_region_of_its_nearest_model(seed, k, scale):
    rng = np.random.default_rng(seed)
    centroids, points = rng.uniform(-2, 3, (k, 2)) * scale, rng.uniform(LOW, HIGH, (50, 2)) * scale
    regions = regions_of(centroids, LOW * scale, HIGH * scale)
    assert_allclose(sum(area(region) for region in regions), 15 * scale**2)  # no gaps, and no point twice
    for point, group in zip(points, assign(points, centroids), strict=True):
        assert Path(regions[group]).contains_point(point, radius=1e-9 * scale) or Path(regions[group]).contains_point(
            point, radius=-1e-9 * scale
        )


def test_of_equal_models_the_first_has_the_region():
    regions = regions_of(np.array([[0.0, 0.0], [0.0, 0.0], [2.0, 0.0]]), LOW, HIGH)
    assert [area(region) for region in regions] == [9, 0, 6]


def test_models_far_away_have_no_region_in_the_axes():
    regions = regions_of(np.array([[0.0, 0.0], [1e9, 1e9]]), LOW, HIGH)
    assert [area(region) for region in regions] == [15, 0]


def test_nothing_is_left_beyond():
    assert cut([(0, 0), (1, 0), (1, 1)], (1, 0), -1) == []
    assert cut([], (1, 0), 5) == []
