"""The stones on their table: where they lie in each phase of a film, and that none covers another."""

from functools import lru_cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kmeans_scratch.pictures.rocks import rock_collection
from kmeans_scratch.watch.drawing.pixels import text_mask
from kmeans_scratch.watch.drawing.sprites import averages, lay, model_stone, oval
from kmeans_scratch.watch.drawing.stones import BLACK, EDGE, MOST_GROUPS, NAME, Stones, shelve
from kmeans_scratch.watch.run import most_common_first
from kmeans_scratch.watch.stepper import Stepper
from kmeans_scratch.watch.timeline import timeline

pytestmark = pytest.mark.slow

PINK = (255, 0, 255)  # as nothing on the table is
BOX = (10, 36, 373, 374)  # of a film of 640 × 480
RUNS = [(1, "size"), (2, "color"), (3, "size"), (5, "color"), (8, "size"), (8, "color")]


@lru_cache
def scene(k=3, by="size", seed=1, box=BOX, init="random"):
    """A panel and the frames of its film."""
    run = Stepper(rock_collection(), k, by=by, init=init, random_state=seed).run().as_run()
    run = most_common_first(run)
    return Stones(box, run.collection, run.history), timeline(run)


def places_in(stones, frame):
    stones.show(frame)
    return stones.at


def phases(frames):
    """The frames in which models are picked, stones go over, models move."""
    picking = [frame for frame in frames if frame.labels is None]
    sorting = [frame for frame in frames if frame.labels is not None and len(frame.trail) > frame.iteration]
    moving = [frame for frame in frames if frame.labels is not None and len(frame.trail) <= frame.iteration]
    return picking, sorting, moving


def drawn(stones, frame):
    pixels = np.full((480, 640, 3), PINK, dtype=np.uint8)
    stones.show(frame)
    stones.overlay(pixels)
    return pixels


def corners(stones, places):
    """The upper left and lower right corners of the stones as they are drawn: x, y (n, 2) each."""
    sides = np.array([sprite.shape[1::-1] for sprite in stones.sprites])  # width, height
    low = np.array([[round(value) for value in corner] for corner in places - sides / 2])
    return low, low + sides


def overlaps(stones, places):
    low, high = corners(stones, places)
    common = np.minimum(high[:, None], high) - np.maximum(low[:, None], low)  # (n, n, 2)
    return np.argwhere(np.triu((common > 0).all(axis=2), 1)).tolist()


# Where the stones lie


@pytest.mark.parametrize(("k", "by"), RUNS)
@pytest.mark.parametrize("box", [BOX, (10, 36, 571, 614)])
def test_sorted_stones_lie_in_the_row_of_their_group_and_none_covers_another(k, by, box):
    stones, _ = scene(k, by, box=box)
    for snapshot in stones.history:
        places = stones.places(snapshot.labels)
        assert overlaps(stones, places) == []
        low, high = corners(stones, places)
        assert (low[:, 1] >= stones.edges[snapshot.labels]).all()
        assert (high[:, 1] <= stones.edges[snapshot.labels + 1]).all()
        assert low[:, 0].min() >= stones.indent
        assert high[:, 0].max() <= box[2]
    assert stones.edges[0] == 0
    assert stones.edges[-1] == box[3]


@settings(max_examples=10)
@given(st.integers(5, 60), st.integers(1, MOST_GROUPS), st.sampled_from(["size", "color"]), st.integers(0, 99))
def test_any_collection_has_room(n_rocks, k, by, seed):
    table = rock_collection(n_rocks, random_state=seed)
    history = Stepper(table, min(k, n_rocks), by=by, init="random", random_state=seed).run().history
    stones = Stones(BOX, Stepper(table, 1, by=by).collection, history)
    for snapshot in history:
        assert overlaps(stones, stones.places(snapshot.labels)) == []
        assert stones._has_room()


@pytest.mark.parametrize(("k", "by"), RUNS)
def test_stones_are_as_large_as_can_be_told_apart(k, by):
    stones, _ = scene(k, by)
    assert min(max(sprite.shape[:2]) for sprite in stones.sprites) >= 12
    assert stones.scale >= 0.45


def test_nothing_covers_another_on_the_open_table():
    stones, _ = scene(1, "size")  # which has the largest stones
    assert overlaps(stones, stones.found) == []
    low, high = corners(stones, stones.found)
    assert low.min() >= 0
    assert (high.max(axis=0) <= BOX[2:]).all()


def test_in_a_group_the_largest_comes_first():
    stones, _ = scene(3, "size")
    places = stones.places(stones.history[-1].labels)
    for group in range(3):
        members = np.flatnonzero(stones.history[-1].labels == group)
        read = members[np.argsort(-stones.rocks["length"][members], kind="stable")]
        lines = places[read, 1]
        assert (np.diff(lines) >= -1e-9).all()
        assert all(
            a < b for (a, b), line in zip(pairwise(places[read, 0]), np.diff(lines), strict=True) if line < 1e-9
        )


def test_a_wide_table_has_its_tray_in_the_middle():
    stones, _ = scene(2, "color", box=(0, 0, 600, 374))
    assert 113 < stones.found[:, 0].min() < stones.found[:, 0].max() < 600 - 113


# When they move


@pytest.mark.parametrize(("k", "by"), [(3, "size"), (5, "color")])
def test_while_models_are_picked_the_stones_lie_as_in_their_picture(k, by):
    stones, frames = scene(k, by)
    for frame in phases(frames)[0]:
        assert (places_in(stones, frame) == stones.found).all()
    across, down = (
        np.corrcoef(stones.found[:, 0], stones.rocks["x"]),
        np.corrcoef(stones.found[:, 1], stones.rocks["y"]),
    )
    assert min(across[0, 1], down[0, 1]) > 1 - 1e-12


@pytest.mark.parametrize(("k", "by"), [(3, "size"), (5, "color")])
def test_stones_go_from_the_group_they_were_in_to_the_one_they_are_in(k, by):
    stones, frames = scene(k, by)
    for frame in phases(frames)[1]:
        end = stones.places(stones.history[frame.iteration].labels)
        before = stones.history[max(0, frame.iteration - 1)].labels
        start = stones.places(before) if frame.iteration else stones.found
        assert places_in(stones, frame) == pytest.approx((1 - frame.grouped) * start + frame.grouped * end)
        assert (stones.changes == (before != stones.history[frame.iteration].labels)).all()


@pytest.mark.parametrize(("k", "by"), [(3, "size"), (5, "color")])
def test_stones_lie_still_while_models_move(k, by):
    stones, frames = scene(k, by)
    moving = phases(frames)[2]
    assert len(moving) > 0
    for frame in moving:
        assert (places_in(stones, frame) == stones.places(stones.history[frame.iteration - 1].labels)).all()
        assert not stones.changes.any()


@pytest.mark.parametrize(("k", "by"), [(3, "size"), (5, "color")])
def test_no_stone_jumps_between_two_frames(k, by):
    stones, frames = scene(k, by)
    farthest = [np.abs(places_in(stones, b) - places_in(stones, a)).max() for a, b in pairwise(frames)]
    assert max(farthest) < 100


def test_who_changes_group_is_on_top():
    stones, frames = scene(3, "size")
    for frame in phases(frames)[1]:
        shown = drawn(stones, frame)[BOX[1] : BOX[1] + BOX[3], BOX[0] : BOX[0] + BOX[2]]
        for topmost in np.flatnonzero(stones.changes)[-1:]:
            black, white = np.zeros_like(shown), np.full_like(shown, 255)
            for ground in (black, white):
                lay(ground, stones.sprites[topmost], stones.at[topmost])
            opaque = (black == white).all(axis=2)  # whatever is below
            assert opaque.sum() > 100
            assert (shown[opaque] == black[opaque]).all()


# The models


@pytest.mark.parametrize("color", [(54, 57, 66), (152, 74, 56), (98, 142, 106), (206, 164, 98), (204, 203, 199)])
@pytest.mark.parametrize("length", [20, 45, 90])
def test_a_model_stone_has_the_color_of_its_centroid(color, length):
    stone = model_stone(color, length)
    mean = np.average(stone[..., :3], axis=(0, 1), weights=stone[..., 3])
    assert mean == pytest.approx(color, abs=2.5)
    assert stone.shape[1] == length


def test_model_stones_change_gradually_while_models_move():
    stones, frames = scene(5, "color")
    moving = [frame for frame in phases(frames)[2] if frame.iteration == 1]
    group = int(stones.history[1].shift.argmax())
    models = [stones.model(frame.centroids[group]) for frame in moving]
    assert len({model.tobytes() for model in models}) > len(models) / 2
    assert (models[-1] == stones.model(stones.history[1].centroids[group])).all()


def test_a_model_by_size_is_as_long_as_its_group_on_the_mean_and_told_so():
    stones, _ = scene(3, "size")
    end = stones.history[-1]
    for group in range(3):
        members = stones.rocks[end.labels == group]
        length, weight = members["length"].mean(), members["weight"].mean()
        sprite, name = stones.model(end.centroids[group]), stones.collection.describe(end.centroids[group])
        assert name == f"{length:.0f} mm, {weight:.{int(weight < 10)}f} g"
        assert sprite.shape[1] == round(length * stones.zoom)
        assert sprite.shape[1] + 12 <= stones.plinth[0]  # within the rim


@pytest.mark.parametrize("centroid", [[-1.0, 0.0], [0.0, 0.0], [99.0, 99.0]])
def test_models_no_rock_resembles_still_fit_their_plinth(centroid):
    stones, _ = scene(3, "size")
    assert 1 <= stones.model(np.array(centroid)).shape[1] <= stones.plinth[0]


@pytest.mark.parametrize(("k", "by"), RUNS)
def test_names_end_before_the_stones_begin(k, by):
    stones, frames = scene(k, by)
    for frame in frames:
        if frame.labels is not None:
            names = [text_mask(stones.collection.describe(centroid), 9) for centroid in frame.centroids]
            assert max(name.shape[1] for name in names) + 6 <= NAME[0]
    assert text_mask("Group 8", 11, "bold").shape[1] + 6 <= NAME[0]
    assert (np.diff(stones.edges) >= max(stones.plinth[1], NAME[1]) + EDGE).all()


# The picks


def test_each_pick_stands_on_a_plate_of_its_own():
    stones, frames = scene(5, "color", init="k-means++")
    picking = phases(frames)[0]
    for frame in picking:
        shown = drawn(stones, frame)
        for centroid in frame.centroids:
            stone = int(np.flatnonzero((stones.collection.X == centroid).all(axis=1))[0])
            x, y = stones.found[stone] + BOX[:2]
            below = shown[round(y + stones.sizes[stone].max() / 2) - 3 : round(y + stones.sizes[stone].max() / 2) + 3]
            assert (below[:, round(x)] < 40).all(axis=1).any()  # the black rim


def test_candidates_that_lost_are_crossed_out():
    for seed in range(5):
        stones, frames = scene(5, "color", seed, init="k-means++")
        for frame in phases(frames)[0]:
            shown = drawn(stones, frame)
            for stone in set(frame.pick.candidates.tolist()) - {frame.pick.index}:
                if (stones.collection.X[stone] == frame.centroids).all(axis=1).any():
                    continue
                x, y = (stones.found[stone] + BOX[:2]).round().astype(int)
                assert (shown[y - 4 : y + 5, x - 4 : x + 5] == 0).all(axis=2).sum() >= 8


# What is drawn


@pytest.mark.parametrize(("k", "by"), [(3, "size"), (5, "color"), (8, "size")])
def test_only_the_box_is_drawn_on(k, by):
    stones, frames = scene(k, by)
    for frame in frames[:: max(1, len(frames) // 8)]:
        pixels = drawn(stones, frame)
        left, top, width, height = BOX
        assert (pixels[top : top + height, left : left + width] != PINK).any(axis=2).all()
        pixels[top : top + height, left : left + width] = PINK
        assert (pixels == PINK).all()


def test_the_same_frame_is_drawn_the_same_whatever_came_before():
    stones, frames = scene(5, "color")
    forth = [drawn(stones, frame) for frame in frames]
    back = [drawn(stones, frame) for frame in reversed(frames)]
    assert all((a == b).all() for a, b in zip(forth, reversed(back), strict=True))


def test_rows_appear_gradually():
    stones, frames = scene(3, "size")
    first = [frame for frame in phases(frames)[1] if frame.iteration == 0]
    corner = [int(drawn(stones, frame)[BOX[1] + 3, BOX[0] + 1, 0]) for frame in first]  # where no stone comes by
    assert corner == sorted(corner)
    assert corner[0] < corner[-1]


def test_shelves_break_like_lines():
    middles, height = shelve(np.array([[2, 5], [4, 5], [1, 3]]), room=10)
    assert middles.tolist() == [[2.5, 2], [7.5, 2], [1.5, 4.5]]
    assert height == 5


def test_an_empty_group_needs_no_shelf():
    middles, height = shelve(np.empty((0, 2)), room=10)
    assert middles.shape == (0, 2)
    assert height == 0


@given(st.integers(1, 50), st.integers(1, 50))
def test_averages_are_averages(n, m):
    matrix = averages(n, m)
    assert matrix.shape == (m, n)
    assert matrix.min() >= -1e-12
    assert matrix.sum(axis=1) == pytest.approx(np.ones(m))
    assert matrix.sum(axis=0) == pytest.approx(np.full(n, m / n))


@pytest.mark.parametrize("middle", [(0, 0), (-50, 5), (19, 9), (5, 300)])
def test_what_sticks_out_of_the_table_is_cut_off(middle):
    table = np.zeros((10, 20, 3), dtype=np.uint8)
    lay(table, oval(8, 8, 1, BLACK), middle)
    assert table.shape == (10, 20, 3)


def test_an_oval_is_white_within_its_rim():
    plate = oval(30, 20, 3, (0, 0, 255))
    assert plate[10, 15].tolist() == [255, 255, 255, 255]
    assert plate[10, 1].tolist() == [0, 0, 255, 255]
    assert plate[0, 0, 3] == 0
