"""Boxes by hand; then the colours of pictures: every snapshot equals that of the plain steps in every bit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.datasets import load_sample_image

from kmeans_scratch import KMeans, lloyd
from kmeans_scratch.fast import boxes as boxes_module
from kmeans_scratch.fast.boxes import Boxes, ranges
from kmeans_scratch.fast.cells import MOST_PIXELS, can_use_cells, cells
from kmeans_scratch.fast.colors import CountedColors, count_colors
from kmeans_scratch.fast.steps import assign, counts_and_inertia, update
from kmeans_scratch.seeding import kmeans_plusplus


def colors_of(*rows):
    return np.array(rows, dtype=np.uint8)


def cells_of(colors, counts):
    return cells(CountedColors(colors, counts, codes=None))


def assert_same_run(colors, counts, start, **settings):
    """Run the plain steps and those of the cells, and compare all that a snapshot holds."""
    boxes = cells_of(colors, counts)
    settings |= {"sample_weight": boxes.weight}
    plain = list(lloyd(boxes.X, start, **settings))
    fast = list(lloyd(boxes.X, start, **settings, **boxes.steps))
    assert len(plain) == len(fast)
    for a, b in zip(plain, fast, strict=True):
        for name in ("centroids", "labels", "counts", "shift", "relocated"):
            np.testing.assert_array_equal(getattr(a, name), getattr(b, name), err_msg=name, strict=True)
        assert (a.iteration, a.stop_reason) == (b.iteration, b.stop_reason)
        assert b.inertia == pytest.approx(a.inertia, rel=1e-12, abs=1e-9)
        assert b.inertia >= 0


# Worked by hand


def rivals_of(boxes, centroids):
    """The boxes in doubt and their rivals."""
    _, in_doubt, numbers, rivals = boxes.rivals(np.array(centroids, dtype=float))
    return {
        box: few.tolist() for box, few in zip(in_doubt.tolist(), np.split(rivals, numbers.cumsum()), strict=False)
    }


def test_a_box_far_from_every_border_is_decided():
    boxes = cells_of(colors_of([0, 0, 0], [7, 7, 7]), np.array([1, 1]))
    assert rivals_of(boxes, [[4, 4, 4], [200, 200, 200]]) == {}
    assert boxes.rivals(np.array([[200.0, 200, 200], [4, 4, 4]]))[0].tolist() == [1]


def test_a_border_that_just_touches_a_corner_of_the_box_leaves_two_rivals():
    # On the line of greys the border between 0 and b lies at b / 2; the last colour of the box is 7.
    boxes = cells_of(colors_of([0, 0, 0], [7, 7, 7]), np.array([1, 1]))
    touching, beyond = 14.0, 14.001
    assert rivals_of(boxes, [[0, 0, 0], [touching] * 3]) == {0: [0, 1]}
    assert rivals_of(boxes, [[0, 0, 0], [beyond] * 3]) == {}


def test_each_box_inherits_the_rivals_of_the_box_around_it():
    # Two large boxes, 0 to 9 and 20 to 29, with two small ones in each.
    x = np.array([[0.0, 4, 5, 9, 20, 24, 25, 29]]).T
    boxes = Boxes(x, None, np.arange(8), [np.array([0, 2, 4, 6, 8]), np.array([0, 2, 4])])
    assert [level.middle.tolist() for level in boxes.levels] == [[[4.5, 24.5]], [[2, 7, 22, 27]]]
    assert [level.width.tolist() for level in boxes.levels] == [[[9, 9]], [[4, 4, 4, 4]]]
    assert rivals_of(boxes, [[0], [5], [24]]) == {0: [0, 1]}  # 2.5 lies in the first box, 14.5 in none
    assert rivals_of(boxes, [[24], [2], [4]]) == {0: [1, 2]}
    assert boxes.assign(x, np.array([[0.0], [5], [24]])).tolist() == [0, 1, 1, 1, 2, 2, 2, 2]


def test_samples_at_one_place_make_a_box_without_width():
    x = np.full((6, 2), 3.5)
    boxes = Boxes(x, None, np.arange(6), [np.array([0, 6])])
    assert rivals_of(boxes, [[3, 3], [4, 4], [9, 9]]) == {0: [0, 1]}  # a tie
    assert boxes.assign(x, np.array([[9.0, 9], [3, 3], [4, 4]])).tolist() == [1] * 6


def test_runs_of_no_length_are_left_out():
    assert ranges(np.array([5, 7, 9]), np.array([2, 0, 1])).tolist() == [5, 6, 9]
    assert ranges(np.array([], dtype=int), np.array([], dtype=int)).tolist() == []


def test_in_a_cell_with_a_border_each_colour_goes_to_its_side():
    colors = colors_of([0, 0, 0], [2, 2, 2], [3, 3, 3], [7, 7, 7])
    boxes = cells_of(colors, np.ones(4))
    assert boxes.assign(colors, np.array([[1.0, 1, 1], [4, 4, 4]])).tolist() == [0, 0, 1, 1]


def test_a_colour_on_the_border_goes_to_the_lower_number():
    colors = colors_of([0, 0, 0], [3, 0, 0], [6, 0, 0])
    boxes = cells_of(colors, np.ones(3))
    assert boxes.assign(colors, np.array([[6.0, 0, 0], [0, 0, 0], [6, 0, 0]])).tolist() == [1, 0, 0]


def test_colours_stand_along_the_curve_with_their_counts_and_in_a_cell_as_they_came():
    colors = colors_of([250, 0, 0], [2, 0, 0], [251, 1, 1], [1, 1, 1], [8, 0, 0], [1, 8, 1], [1, 1, 8])
    boxes = cells_of(colors, np.arange(7))
    assert boxes.X.tolist() == [[2, 0, 0], [1, 1, 1], [1, 1, 8], [1, 8, 1], [8, 0, 0], [250, 0, 0], [251, 1, 1]]
    assert boxes.weight.tolist() == boxes.order.tolist() == [1, 3, 6, 5, 4, 0, 2]
    assert [level.sizes.tolist() for level in boxes.levels] == [[1, 1], [1, 1], [4, 1], [2, 1, 1, 1, 2]]
    assert boxes.assign(boxes.X, np.array([[0.0, 0, 0], [255, 0, 0]])).tolist() == [0, 0, 0, 0, 0, 1, 1]


def test_the_inertia_is_found_from_the_sums():
    # Twice 10 and once 40 about 20: 2 · 100 + 400 = 600 in each of the three channels.
    colors, counts = colors_of([10, 10, 10], [40, 40, 40]), np.array([2, 1])
    counted, inertia = cells_of(colors, counts).counts_and_inertia(
        colors, np.zeros(2, dtype=np.uint8), np.full((1, 3), 20.0)
    )
    assert counted.tolist() == [3]
    assert inertia == 1800


def test_the_inertia_of_colours_on_their_centroids_is_zero_and_not_nearly_so():
    colors, counts = colors_of([9, 80, 3], [200, 100, 7]), np.array([11_000_000, 7])
    inertia = cells_of(colors, counts).counts_and_inertia(colors, np.array([0, 1], dtype=np.uint8), colors * 1.0)[1]
    assert inertia == 0


def test_a_picture_of_great_many_pixels_keeps_its_small_inertia():
    # 10⁹ white pixels and one a level darker, about white: 1 in each channel.
    colors, counts = colors_of([254, 254, 254], [255, 255, 255]), np.array([1, 10**9])
    inertia = cells_of(colors, counts).counts_and_inertia(
        colors, np.zeros(2, dtype=np.uint8), np.full((1, 3), 255.0)
    )[1]
    assert inertia == 3


def test_labels_that_go_back_take_the_sums_back_with_them():
    colors, counts = colors_of([0, 0, 0], [100, 50, 25], [30, 60, 90]), np.array([1, 2, 3])
    boxes, centroids = cells_of(colors, counts), np.zeros((2, 3))
    colors, counts = boxes.X, boxes.weight
    for labels in ([0, 1, 1], [1, 1, 0], [0, 1, 1], [0, 0, 1]):
        labels = np.array(labels, dtype=np.uint8)
        np.testing.assert_array_equal(
            boxes.update(colors, labels, centroids, counts), update(colors, labels, centroids, counts)
        )


def test_another_number_of_groups_begins_with_new_sums():
    boxes = cells_of(colors_of([0, 0, 0], [100, 50, 25], [30, 60, 90]), np.array([1, 2, 3]))
    for k in (2, 3, 1):
        labels = np.arange(3, dtype=np.uint8) % k
        expected = update(boxes.X, labels, np.zeros((k, 3)), boxes.weight)
        np.testing.assert_array_equal(boxes.update(boxes.X, labels, np.zeros((k, 3)), boxes.weight), expected)


@pytest.mark.parametrize("at_once", [1, 50, 2**12])
def test_cells_in_doubt_are_compared_a_few_at_a_time(at_once, monkeypatch):
    monkeypatch.setattr(boxes_module, "AT_ONCE", at_once)
    colors = count_colors(np.random.default_rng(0).integers(0, 256, (3000, 3)).astype(np.uint8)).colors
    assert_same_run(colors, np.ones(len(colors)), colors[::600] + 0.25, max_iter=3)


# Laws

channel = st.integers(0, 255) | st.integers(120, 136)  # some crowded into two cells


@given(
    rows=st.sets(st.tuples(channel, channel, channel), min_size=1, max_size=40),
    data=st.data(),
    k=st.integers(1, 9),
)
def test_each_snapshot_is_that_of_the_plain_half_steps(rows, data, k):
    colors = np.array(sorted(rows), dtype=np.uint8)
    counts = np.array(data.draw(st.lists(st.integers(1, 10**6), min_size=len(colors), max_size=len(colors))))
    whole = st.lists(channel, min_size=3, max_size=3)  # ties, and centroids in one place
    anywhere = st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3)  # far outside: groups that are empty
    start = np.array(data.draw(st.lists(whole | anywhere, min_size=k, max_size=k)), dtype=float)
    assert_same_run(colors, counts, start, max_iter=20)


@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
def test_whole_centroids_among_crowded_colours_tie_as_in_the_core(seed, k):
    rng = np.random.default_rng(seed)
    colors = count_colors(rng.integers(100, 117, (300, 3)).astype(np.uint8)).colors
    centroids = rng.integers(98, 119, (k, 3)).astype(float)
    boxes = cells_of(colors, np.ones(len(colors)))
    np.testing.assert_array_equal(boxes.assign(colors, centroids), assign(boxes.X, centroids), strict=True)


@pytest.mark.parametrize("far", [1e3, 1e9, 1e100, -1e150])
def test_centroids_far_outside_the_cube_do_no_harm(far):
    colors = count_colors(np.random.default_rng(0).integers(0, 256, (500, 3)).astype(np.uint8)).colors
    assert_same_run(colors, np.ones(len(colors)), np.array([[far, far, far], [far, 0, 0], [10, 20, 30]]), max_iter=5)


def test_more_groups_than_a_byte_can_number():
    colors = count_colors(np.random.default_rng(0).integers(0, 256, (2000, 3)).astype(np.uint8)).colors
    assert_same_run(colors, np.ones(len(colors)), colors[::6] + 0.25, max_iter=3)


@pytest.mark.parametrize("name", ["china.jpg", "flower.jpg"])
@pytest.mark.parametrize("k", [5, 16, 64])
def test_photographs_are_sorted_as_by_the_plain_half_steps(name, k):
    seen = count_colors(load_sample_image(name).reshape(-1, 3))
    start = kmeans_plusplus(seen.colors * 1.0, k, sample_weight=seen.counts, random_state=0)[0]
    assert_same_run(seen.colors, seen.counts, start, max_iter=8)


def test_most_distances_of_a_photograph_are_never_measured():
    seen = count_colors(load_sample_image("china.jpg").reshape(-1, 3))
    start = kmeans_plusplus(seen.colors * 1.0, 16, sample_weight=seen.counts, random_state=0)[0]
    boxes = cells(seen)
    in_doubt = boxes.rivals(start)[1]
    assert boxes.levels[-1].sizes[in_doubt].sum() < 0.4 * len(seen.colors)


# Where they are used


@pytest.mark.parametrize(
    ("weight", "usable"),
    [([1.0, 2.0], True), ([0.0, 3.0], True), ([0.5, 1.5], False), ([1.0, float(MOST_PIXELS)], False)],
)
def test_they_are_used_for_whole_weights_whose_sums_are_exact(weight, usable):
    assert can_use_cells(colors_of([1, 2, 3], [4, 5, 6]), np.array(weight)) is usable


def test_they_are_not_used_for_colours_with_a_fourth_channel():
    assert not can_use_cells(colors_of([1, 2, 3, 4]), np.array([1.0]))


@pytest.mark.parametrize("weight", [None, 0.5, "zeros"])
def test_kmeans_gives_what_the_plain_half_steps_give(weight):
    pixels = load_sample_image("flower.jpg")[::6, ::6].reshape(-1, 3)
    weights = np.arange(len(pixels)) % 3 if weight == "zeros" else np.full(len(pixels), weight or 1)
    start = pixels[:: len(pixels) // 11][:11] + 0.3
    model = KMeans(11, init=start, max_iter=6, tol=0).fit(pixels, sample_weight=None if weight is None else weights)
    *_, end = lloyd(pixels, start, sample_weight=weights * 1.0, max_iter=6)
    np.testing.assert_array_equal(model.labels_, end.labels)
    np.testing.assert_array_equal(model.cluster_centers_, end.centroids)
    assert model.inertia_ == pytest.approx(end.inertia, rel=1e-12)
    assert model.inertia_ == pytest.approx(
        counts_and_inertia(pixels, end.labels, end.centroids, weights)[1], rel=1e-12
    )
