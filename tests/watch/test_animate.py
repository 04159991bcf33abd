"""From a picture, rocks or samples to a film: every kind is written, read back, and shows the run that it should."""

import hashlib
import json
import re
import sys
from itertools import pairwise

import imageio.v3 as iio
import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PIL import Image

from kmeans_scratch import (
    ImageError,
    KMeans,
    OutputError,
    Picture,
    Stepper,
    rock_collection,
    squared_distances,
    update,
)
from kmeans_scratch.watch.animate import FILM_SUFFIXES, animate, as_stepper, each_tick, film_of
from kmeans_scratch.watch.collection import as_color
from kmeans_scratch.watch.compare import side_by_side
from kmeans_scratch.watch.drawing.cube import Cube
from kmeans_scratch.watch.drawing.panels import Bar
from kmeans_scratch.watch.drawing.screen import Screen
from kmeans_scratch.watch.run import most_common_first
from kmeans_scratch.watch.timeline import timeline

pytestmark = pytest.mark.slow

SIZE = (480, 360)  # the least
QUICK = {"size": SIZE, "fps": 5, "seconds_per_iteration": 0.1}


def few_colors(n=5, size=(6, 8), seed=0):
    """A tiny picture of n colours."""
    rng = np.random.default_rng(seed)
    colors = rng.integers(0, 256, (n, 3), dtype=np.uint8)
    return colors[rng.permutation(np.arange(size[0] * size[1]) % n)].reshape(*size, 3)


PICTURE = few_colors()


@pytest.fixture
def out(tmp_path):
    """A name for the film, which must be all that is left in its folder."""
    yield tmp_path / "film.gif"
    assert [path.name for path in tmp_path.iterdir()] in ([], ["film.gif"])


def read(path):
    """Frames (RGB), durations in ms, and how often it loops (0: for ever)."""
    with Image.open(path) as image:
        frames, durations = [], []
        for number in range(image.n_frames):
            image.seek(number)
            image.load()
            frames.append(np.asarray(image.convert("RGB")))
            durations.append(image.info.get("duration"))
        return frames, durations, image.info.get("loop")


def data_of(page):
    """Return the data of a page."""
    return json.loads(re.search(r'id="data">(.*?)</script>', page.read_text(encoding="utf-8"), flags=re.DOTALL)[1])


def planned(source, k, **more):
    return timeline(Stepper(source, k, random_state=0).run().as_run(), **more)


# Every kind of file


@pytest.mark.parametrize("suffix", [".gif", ".webp"])
def test_a_film_has_the_frames_that_were_planned(tmp_path, suffix):
    path = tmp_path / f"film{suffix}"
    animate(PICTURE, path, n_clusters=2, **QUICK)
    plan = planned(PICTURE, 2, fps=5, seconds_per_iteration=0.1)
    frames, durations, loop = read(path)
    assert loop == 0
    assert {frame.shape for frame in frames} == {(360, 480, 3)}
    assert sum(durations) == pytest.approx(sum(frame.duration for frame in plan), abs=10)
    drawn = distinct(draw_frames_one(Stepper(PICTURE, 2, random_state=0), plan))
    assert len(drawn) - 1 <= len(frames) <= len(plan)  # equal neighbours may be merged
    for frame, picture in zip(frames, drawn, strict=False):
        assert np.abs(frame.astype(int) - picture).mean() < 4


def draw_frames_one(stepper, plan, rotate=False):
    run = most_common_first(stepper.run().as_run())
    return list(film_of({"": run}, side_by_side([plan]), SIZE, 5, rotate).frames)


def distinct(frames):
    """Leave out frames that are as the one before."""
    return [frames[0], *(later for earlier, later in pairwise(frames) if (earlier != later).any())]


def test_a_video_is_as_long_as_planned(tmp_path):
    pytest.importorskip("av")
    animate(PICTURE, tmp_path / "film.mp4", n_clusters=2, **QUICK)
    frames = iio.imread(tmp_path / "film.mp4", plugin="pyav")
    fps = iio.immeta(tmp_path / "film.mp4", plugin="pyav")["fps"]
    assert frames.shape[1:] == (360, 480, 3)
    plan = planned(PICTURE, 2, fps=5, seconds_per_iteration=0.1)
    assert len(frames) / fps == pytest.approx(sum(frame.duration for frame in plan) / 1000, abs=0.2)


def test_a_page_holds_the_run(tmp_path):
    animate(PICTURE, tmp_path / "film.html", n_clusters=2)
    assert (tmp_path / "film.html").read_text(encoding="utf-8") == Stepper(PICTURE, 2, random_state=0).page()


def test_a_page_of_two_ways_shows_them_side_by_side(tmp_path):
    animate(PICTURE, tmp_path / "film.html", n_clusters=2, compare=("random", "k-means++"))
    data = data_of(tmp_path / "film.html")
    assert (data["name"], data["rival"]["name"]) == ("random", "k-means++")


def test_the_film_prints_as_its_path_and_is_a_path(tmp_path):
    film = animate(PICTURE, tmp_path / "film.gif", n_clusters=1, **QUICK)
    assert str(film) == repr(film) == str(tmp_path / "film.gif")
    with open(film, "rb") as file:
        assert file.read(6) == b"GIF89a"


def test_a_sheet_shows_each_iteration(tmp_path):
    animate(few_colors(20), tmp_path / "film.png", n_clusters=3, **QUICK)
    stops = sum(frame.is_stop for frame in planned(few_colors(20), 3, fps=5, seconds_per_iteration=0.1))
    sheet = iio.imread(tmp_path / "film.png")
    height, width = sheet.shape[:2]
    assert (width + 8) % 488 == (height + 8) % 368 == 0
    assert ((width + 8) // 488) * ((height + 8) // 368) >= min(12, stops)


def test_the_suffix_may_be_in_capitals_and_the_path_a_text(tmp_path):
    animate(PICTURE, str(tmp_path / "FILM.GIF"), n_clusters=1, **QUICK)
    assert (tmp_path / "FILM.GIF").read_bytes().startswith(b"GIF89a")


# What cannot be done is said before anything is drawn


@pytest.fixture
def no_drawing(monkeypatch):
    def draw(*_):
        pytest.fail("something was drawn")

    monkeypatch.setattr(Screen, "draw", draw)


@pytest.mark.usefixtures("no_drawing")
class TestBeforeAnythingIsDrawn:
    @pytest.mark.parametrize("name", ["film", "film.avi", "film.jpg", ".gif"])
    def test_a_suffix_must_be_known(self, tmp_path, name):
        with pytest.raises(OutputError, match=re.escape(", ".join(FILM_SUFFIXES[:-1]))):
            animate(PICTURE, tmp_path / name)

    def test_the_folder_must_be_there(self, tmp_path):
        with pytest.raises(OutputError, match="nowhere"):
            animate(PICTURE, tmp_path / "nowhere" / "film.gif", n_clusters=1, **QUICK)

    def test_the_path_must_not_be_a_folder(self, tmp_path):
        (tmp_path / "film.gif").mkdir()
        with pytest.raises(OutputError, match=r"film\.gif"):
            animate(PICTURE, tmp_path / "film.gif", n_clusters=1, **QUICK)

    @pytest.mark.parametrize("size", [(479, 400), (500, 359), (4001, 400), (500, 4001), (0, 0), (-640, 480)])
    def test_the_size_must_be_sensible(self, out, size):
        told = f"size={size} should be from (480, 360) to (4000, 4000) pixels"
        with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
            animate(PICTURE, out, size=size)

    @pytest.mark.parametrize("fps", [0, -1, float("nan"), float("inf")])
    def test_so_must_the_pictures_a_second(self, out, fps):
        with pytest.raises(ValueError, match="fps"):
            animate(PICTURE, out, n_clusters=1, size=SIZE, fps=fps)

    @pytest.mark.parametrize("seconds", [-1, float("nan"), float("inf")])
    def test_and_the_seconds_of_an_iteration(self, out, seconds):
        with pytest.raises(ValueError, match="seconds_per_iteration"):
            animate(PICTURE, out, n_clusters=1, size=SIZE, seconds_per_iteration=seconds)

    @pytest.mark.parametrize("n_clusters", [0, -1, 2.5, "3"])
    def test_and_the_number_of_colors(self, out, n_clusters):
        with pytest.raises((ValueError, TypeError)):
            animate(PICTURE, out, n_clusters=n_clusters)

    def test_a_picture_must_be_readable(self, out):
        with pytest.raises(ImageError, match="no such picture"):
            animate("no such picture.png", out)

    def test_a_fitted_model_needs_its_samples(self, out):
        with pytest.raises(ValueError, match="data="):
            animate(KMeans(2, random_state=0).fit(PICTURE.reshape(-1, 3)), out, **QUICK)

    @pytest.mark.parametrize("data", [few_colors(seed=1), PICTURE[:2], np.zeros((9, 2))])
    def test_and_no_others(self, out, data):
        with pytest.raises(ValueError, match=r"data=|number of features"):
            animate(KMeans(2, random_state=0).fit(PICTURE.reshape(-1, 3)), out, data=data, **QUICK)

    def test_a_model_must_be_fitted(self, out):
        with pytest.raises(ValueError, match="not fitted"):
            animate(KMeans(2), out, data=PICTURE, **QUICK)

    @pytest.mark.parametrize(
        "compare", [(), ("random",), ("random", "k-means++", "random"), ("random", "random"), "random"]
    )
    def test_two_runs_are_compared_and_not_one_with_itself(self, out, compare):
        with pytest.raises(ValueError, match=r"compare=.* should be two different ways of init"):
            animate(PICTURE, out, n_clusters=2, compare=compare, **QUICK)

    @pytest.mark.parametrize("run", [Stepper(PICTURE, 2, random_state=0), KMeans(2).fit(PICTURE.reshape(-1, 3))])
    def test_a_run_is_what_it_is_and_cannot_be_compared(self, out, run):
        """What is called random on the screen must be picked by lot."""
        with pytest.raises(ValueError, match="compare= makes its own runs"):
            animate(run, out, data=PICTURE, compare=("random", "k-means++"), **QUICK)

    def test_a_first_pick_must_be_known(self, out):
        with pytest.raises(ValueError, match="init"):
            animate(PICTURE, out, n_clusters=2, compare=("random", "best"), **QUICK)


# Whatever is given


SOURCES = {
    "array": lambda: PICTURE,
    "picture": lambda: Picture(PICTURE, np.ones(PICTURE.shape[:2], bool)),
    "stepper": lambda: Stepper(PICTURE, 5, random_state=0),
    "rows of colours": lambda: PICTURE.reshape(-1, 3),
    "samples": lambda: np.random.default_rng(0).normal(size=(20, 2)),
    "list": lambda: np.random.default_rng(0).normal(size=(20, 2)).tolist(),
    "rocks": rock_collection,
}


@pytest.mark.parametrize("kind", SOURCES)
def test_a_film_is_made_of(out, kind):
    animate(SOURCES[kind](), out, **QUICK)
    frames, _, _ = read(out)
    assert len(frames) > 5
    assert frames[0].shape == (360, 480, 3)


def test_a_film_is_made_of_a_file(tmp_path):
    iio.imwrite(tmp_path / "picture.png", PICTURE)
    animate(tmp_path / "picture.png", tmp_path / "one.gif", n_clusters=2, **QUICK)
    animate(PICTURE, tmp_path / "other.gif", n_clusters=2, **QUICK)
    assert (tmp_path / "one.gif").read_bytes() == (tmp_path / "other.gif").read_bytes()


@pytest.mark.parametrize(
    ("by", "size"),
    [("size", (480, 360)), ("color", (480, 360)), ("color", (480, 700)), ("size", (800, 360))],
)
def test_rocks_are_filmed_by_size_and_by_color(out, by, size):
    animate(rock_collection(), out, n_clusters=3, by=by, **QUICK | {"size": size})
    assert len(read(out)[0]) > 3


def test_of_fewer_colors_than_asked_for_all_are_shown(out):
    picture = few_colors(3)
    assert as_stepper(picture, 9, "k-means++", 0, None).n_clusters == 3
    animate(picture, out, n_clusters=9, **QUICK)
    last = read(out)[0][-1].reshape(-1, 3).astype(int)
    for color in np.unique(picture.reshape(-1, 3), axis=0):
        assert (np.abs(last - color).max(axis=1) <= 4).any()


def test_also_when_pixels_are_taken_one_by_one(out):
    """A student's update without weights meets a picture of three colours: no group should begin, or stay, empty."""

    def mean(X, labels, centroids):
        return np.array([X[labels == group].mean(axis=0) for group in range(len(centroids))])

    assert as_stepper(few_colors(3), 9, "k-means++", 0, None, update=mean).n_clusters == 3
    animate(few_colors(3), out, n_clusters=9, update=mean, **QUICK)


def test_a_stepper_is_filmed_as_it_is(out):
    stepper = Stepper(few_colors(20), 3, init="random", random_state=5).next()
    at = stepper.snapshot
    animate(stepper, out, **QUICK)
    assert stepper.history[1] is at
    assert len(read(out)[0]) >= len(stepper)


def test_filming_a_stepper_does_not_move_it(out):
    stepper = Stepper(few_colors(20), 3, random_state=5).next()
    animate(stepper, out, **QUICK)
    assert stepper.snapshot.iteration == 1


@pytest.mark.parametrize("init", ["k-means++", "random"])
def test_the_run_of_a_fitted_model_is_stepped_again(init):
    picture = few_colors(30)
    for samples, data in (
        (picture.reshape(-1, 3), picture),
        (picture.reshape(-1, 3), picture.reshape(-1, 3)),
        (picture.reshape(-1, 3) * 1.0, picture),
    ):
        model = KMeans(3, init=init, random_state=0).fit(samples)
        stepper = as_stepper(model, 99, "ignored", 7, data)
        assert stepper.snapshot.iteration == 0
        assert len(stepper.run()) == len(model.history_)
        assert stepper.snapshot.centroids == pytest.approx(model.cluster_centers_)
        assert stepper.snapshot.inertia == pytest.approx(model.inertia_)


def test_also_without_its_history_and_in_single_precision(out):
    samples = np.random.default_rng(0).normal(size=(40, 2)).astype(np.float32)
    model = KMeans(3, random_state=0, keep_history=False).fit(samples)
    animate(model, out, data=samples, **QUICK)
    assert len(as_stepper(model, 3, "", 0, samples).run()) > 2


def test_a_page_names_the_picture_and_escapes_it(tmp_path):
    picture = Picture(PICTURE, np.ones(PICTURE.shape[:2], bool), "<b>&.png")
    animate(picture, tmp_path / "film.html", n_clusters=1, **QUICK)
    page = (tmp_path / "film.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;&amp;.png" in page
    assert "<b>" not in page


# What it shows


def test_swatches_are_true_in_a_gif(out):
    """The bar of the last frame has the centroids' colours, within 4 levels, and their widths."""
    rng = np.random.default_rng(3)
    picture = rng.integers(0, 256, (30, 30, 3), dtype=np.uint8)
    animate(picture, out, n_clusters=6, **QUICK)
    run = most_common_first(Stepper(picture, 6, random_state=0).run().as_run())
    last = read(out)[0][-1].astype(int)
    bar = next(panel for panel in Screen(run, SIZE).panels if isinstance(panel, Bar))
    left, top, width, height = bar.box
    counts = run.history[-1].counts
    edges = np.rint(np.cumsum([0, *(counts / counts.sum())]) * width).astype(int)
    for color, start, end in zip(as_color(run.history[-1].centroids), edges, edges[1:], strict=False):
        swatch = last[top : top + height, left + start : left + end].reshape(-1, 3)
        assert np.abs(np.median(swatch, axis=0) - color).max() <= 4  # a number may stand on it


def test_turning_changes_the_cube_only():
    stepper = Stepper(few_colors(30), 3, random_state=0)
    run = most_common_first(stepper.run().as_run())
    plan = timeline(run, fps=5, seconds_per_iteration=0.1)
    moments = each_tick(side_by_side([plan]), 200)
    films = (film_of({"": run}, moments, SIZE, 5, rotate) for rotate in (False, True))
    still, turning = (np.array(list(film.frames)) for film in films)
    differs = (still != turning).any(axis=(0, 3))
    cube = next(panel for panel in Screen(stepper.run().as_run(), SIZE).panels if isinstance(panel, Cube))
    box = cube.axes.bbox
    inside = np.zeros_like(differs)
    inside[round(SIZE[1] - box.y1) - 1 : round(SIZE[1] - box.y0) + 1, : round(box.x1) + 1] = True
    assert differs[inside].any()
    assert not differs[~inside].any()
    assert_array_equal(still[0], turning[0])  # from where one knows it


@pytest.mark.parametrize("n_features", [1, 3, 4])
def test_samples_of_any_number_of_features_have_a_film(out, n_features):
    animate(np.random.default_rng(0).normal(size=(9, n_features)), out, n_clusters=2, **QUICK)
    assert read(out)[0][0].shape == (360, 480, 3)


def test_the_number_of_groups_may_still_be_called_n_colors(tmp_path):
    animate(PICTURE, tmp_path / "new.gif", n_clusters=2, **QUICK)
    animate(PICTURE, tmp_path / "old.gif", n_colors=2, **QUICK)
    assert (tmp_path / "new.gif").read_bytes() == (tmp_path / "old.gif").read_bytes()


def test_what_has_no_cube_does_not_turn(tmp_path):
    samples = np.random.default_rng(0).normal(size=(20, 2))
    for rotate in (False, True):
        animate(samples, tmp_path / f"{rotate}.gif", n_clusters=2, rotate=rotate, **QUICK)
    assert (tmp_path / "True.gif").read_bytes() == (tmp_path / "False.gif").read_bytes()


def test_two_runs_are_compared_side_by_side(out):
    picture = few_colors(30)
    animate(picture, out, n_clusters=3, compare=("random", "k-means++"), **QUICK)
    frames, _, _ = read(out)
    assert frames[0].shape == (360, 960, 3)
    steppers = {init: Stepper(picture, 3, init=init, random_state=0) for init in ("random", "k-means++")}
    runs = {init: most_common_first(stepper.run().as_run()) for init, stepper in steppers.items()}
    films = [timeline(run, fps=5, seconds_per_iteration=0.1) for run in runs.values()]
    film = film_of(runs, side_by_side(films), SIZE)
    assert np.abs(frames[-1].astype(int) - film.frames[-1]).mean() < 4
    assert len(film.colors) == sum(3 * len(run.history) for run in runs.values())


MODELS = few_colors(30)[0, :2].astype(float)


@pytest.mark.parametrize(
    ("compare", "names"),
    [
        (("k-means++", MODELS), ["k-means++", "second"]),
        ((MODELS, MODELS + 1), ["first", "second"]),
        ((lambda X, k, random_state: X[:k], "random"), ["first", "random"]),
    ],
)
def test_given_models_may_be_compared_and_are_named_by_their_place(monkeypatch, out, compare, names):
    shown, make = {}, film_of
    module = sys.modules["kmeans_scratch.watch.animate"]
    monkeypatch.setattr(module, "film_of", lambda runs, *more: shown.update(runs) or make(runs, *more))
    animate(few_colors(30), out, n_clusters=2, compare=compare, **QUICK)
    assert list(shown) == names
    assert read(out)[0][-1].shape == (360, 960, 3)
    for run, way in zip(shown.values(), compare, strict=True):
        own = Stepper(few_colors(30), 2, init=way, random_state=0)
        assert sorted(run.history[0].centroids.tolist()) == sorted(own.history[0].centroids.tolist())


def test_own_functions_are_filmed():
    calls = []

    def mine(X, labels, centroids):
        calls.append(len(X))
        return update(X, labels, centroids)

    stepper = as_stepper(PICTURE, 2, "k-means++", 0, None, update=mine)
    timeline(stepper.run().as_run())
    assert set(calls) == {48}  # plain pixels


def test_a_broken_update_is_filmed_and_told(tmp_path):
    def sums(X, labels, centroids):
        return np.array([X[labels == group].sum(axis=0) for group in range(len(centroids))])

    animate(PICTURE, tmp_path / "film.gif", n_clusters=2, update=sums, max_iter=3, **QUICK)
    animate(PICTURE, tmp_path / "film.html", n_clusters=2, update=sums, max_iter=3)
    data = data_of(tmp_path / "film.html")
    assert data["isOwn"]
    assert "labels" in data["history"]


def test_models_that_fly_to_the_end_of_the_world_are_filmed(out):
    """A wrong sign, and each step is a thousand times the one before."""
    animate(PICTURE, out, n_clusters=2, update=lambda X, labels, centroids: centroids * -1e3, max_iter=30, **QUICK)
    assert out.exists()


# The same seed, the same film


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    digests = {}
    for name, seed in (("one", 3), ("same", 3), ("other", 4)):
        animate(few_colors(30), tmp_path / f"{name}.gif", n_clusters=3, random_state=seed, **QUICK)
        digests[name] = hashlib.sha256((tmp_path / f"{name}.gif").read_bytes()).hexdigest()
    assert digests["one"] == digests["same"] != digests["other"]


def test_without_a_seed_it_is_0(tmp_path):
    animate(few_colors(30), tmp_path / "one.png", n_clusters=3, **QUICK)
    animate(few_colors(30), tmp_path / "other.png", n_clusters=3, random_state=0, **QUICK)
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "other.png").read_bytes()


# Interrupted


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
def test_an_interruption_leaves_the_old_film_and_nothing_else(monkeypatch, out, error):
    out.write_bytes(b"old")
    drawn, draw = [], Screen.draw

    def interrupted(self, frame):
        drawn.append(frame)
        if len(drawn) == 4:
            raise error
        return draw(self, frame)

    monkeypatch.setattr(Screen, "draw", interrupted)
    with pytest.raises(error):
        animate(PICTURE, out, n_clusters=2, **QUICK)
    assert out.read_bytes() == b"old"


def test_a_mistake_midway_leaves_no_film(out):
    def mine(X, labels, centroids):
        raise ValueError("mine")

    with pytest.raises(ValueError, match="mine"):
        animate(PICTURE, out, n_clusters=2, update=mine, **QUICK)
    assert not out.exists()


def test_a_film_replaces_the_old_one(out):
    out.write_bytes(b"old")
    animate(PICTURE, out, n_clusters=1, **QUICK)
    assert out.read_bytes().startswith(b"GIF89a")


def test_the_title_of_a_film_says_if_the_code_is_your_own(tmp_path):
    X = np.array([[0.0, 0.0], [0.0, 1.0], [5.0, 5.0]])

    def my_assign(X, centroids):
        return squared_distances(X, centroids).argmin(axis=1)

    animate(X, tmp_path / "package.gif", n_clusters=2)
    animate(X, tmp_path / "own.gif", n_clusters=2, assign=my_assign)
    package, own = (iio.imread(tmp_path / name).astype(int) for name in ("package.gif", "own.gif"))
    differ = (abs(package - own) > 100).any(
        axis=(0, 2, 3)
    )  # (480,), row by row: black on white, not the GIF's palette
    assert differ[:40].any()
    assert not differ[40:].any()
