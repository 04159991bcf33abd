"""What the page computes is what NumPy computes: `web/board.js` against `lloyd`, in a real browser."""

import json
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from kmeans_scratch.fast.steps import FAST_STEPS, mean_variance
from kmeans_scratch.lloyd import lloyd
from kmeans_scratch.pictures.image import read_image
from kmeans_scratch.watch.collection import collect
from kmeans_scratch.watch.page import page
from kmeans_scratch.watch.run import Run

pytestmark = pytest.mark.slow

IMAGES = Path(__file__).parents[2] / "images"
N_STARTS = 1000
RUNS = """
const [starts, settings, done] = arguments;
(async () => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const X = await readSamples(data);
  return starts.map(first => {
    const run = [...lloyd(X, Float64Array.from(first), settings ?? data)];
    const { centroids, labels, counts, inertia, stopReason } = run.at(-1);
    return [[...centroids], [...labels], [...counts], inertia, stopReason, run.map(now => now.inertia)];
  });
})().then(done, error => done(String(error.stack)));
"""


@pytest.fixture(scope="module")
def browser(open_browser):
    return open_browser()


@pytest.fixture
def run_in_page(browser, tmp_path):
    """Open the page of a collection, and let its `lloyd` run from some first centroids."""

    def run(collection, starts, **settings):
        path = tmp_path / "page.html"
        first = tuple(lloyd(collection.X, starts[0], sample_weight=collection.weight, max_iter=0))
        path.write_text(page(Run(collection, first)), encoding="utf-8")
        browser.get(path.as_uri())
        found = browser.execute_async_script(RUNS, [start.ravel().tolist() for start in starts], settings or None)
        assert isinstance(found, list), found
        assert [line for line in browser.get_log("browser") if line["level"] == "SEVERE"] == []
        return found

    return run


def check(collection, starts, found, **settings):
    settings = {"maxIter": 300, "tolerance": 1e-4 * mean_variance(collection.X, collection.weight)} | settings
    limits = {"max_iter": settings["maxIter"], "tol": settings["tolerance"]}
    run = partial(lloyd, sample_weight=collection.weight, **limits, **FAST_STEPS)
    for start, (centroids, labels, counts, inertia, stop_reason, inertias) in zip(starts, found, strict=True):
        snapshots = list(run(collection.X, start))
        last = snapshots[-1]
        np.testing.assert_array_equal(labels, last.labels)
        np.testing.assert_allclose(np.reshape(centroids, start.shape), last.centroids, rtol=0, atol=1e-9)
        np.testing.assert_allclose(counts, last.counts, rtol=1e-12)
        np.testing.assert_allclose(inertia, last.inertia, rtol=1e-12)
        np.testing.assert_allclose(inertias, [now.inertia for now in snapshots], rtol=1e-12)
        assert stop_reason == last.stop_reason


def starts_for(collection, rng, most=8):
    """Draw first centroids: samples, often the same one twice, and places far from all samples."""
    k = int(rng.integers(1, most + 1))
    first = collection.X[rng.integers(0, len(collection.X), k)] * 1.0
    if rng.random() < 0.3:
        first[rng.integers(0, k)] = rng.choice([-500.0, 700.0], first.shape[1])
    return first


def crop(name, side):
    picture = read_image(IMAGES / name)
    return picture.rgb[100 : 100 + side, 150 : 150 + side]


PICTURES = {
    "tulips": partial(crop, "tulips.jpg", 24),
    "rocks": partial(crop, "rocks.png", 40),
    "few levels, so that many distances tie": lambda: np.random.default_rng(3).integers(0, 5, (30, 30, 3)) * 60,
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_thousand_runs_of_the_page_are_those_of_numpy(name, run_in_page):
    collection, rng = collect(np.uint8(PICTURES[name]())), np.random.default_rng(7)
    starts = [starts_for(collection, rng) for _ in range(N_STARTS // len(PICTURES) + 1)]
    starts.append(np.repeat(collection.X[:1], 3, axis=0))  # two of these groups are empty
    check(collection, starts, run_in_page(collection, starts))


def test_a_whole_photograph_gives_the_same_run(run_in_page):
    collection = collect(str(IMAGES / "lake.jpg"))
    starts = [starts_for(collection, np.random.default_rng(seed)) for seed in range(2)]
    check(collection, starts, run_in_page(collection, starts))


@pytest.mark.parametrize("d", [1, 2, 5])
def test_samples_that_are_no_colours_give_the_same_runs(d, run_in_page):
    rng = np.random.default_rng(d)
    collection = collect(np.rint(4 * rng.normal(size=(200, d))) / 4)  # quarters: some are equal, some tie
    starts = [starts_for(collection, rng) for _ in range(50)]
    check(collection, starts, run_in_page(collection, starts))


def test_the_page_stops_for_the_same_reason(run_in_page):
    collection, rng = collect(np.uint8(PICTURES["rocks"]())), np.random.default_rng(1)
    starts = [collection.X[rng.integers(0, len(collection.X), 4)] for _ in range(10)]
    reasons = set()
    for max_iter, tolerance in ((2, 0), (300, 0), (300, 50)):
        settings = {"maxIter": max_iter, "tolerance": tolerance}
        found = run_in_page(collection, starts, **settings)
        check(collection, starts, found, **settings)
        reasons |= {reason for *_, reason, _ in found}
    assert reasons == {"max_iter", "converged", "tol"}


def test_a_run_that_begins_at_its_end_stops_at_once(run_in_page):
    """Every sample lies on a centroid, one group is empty, and nothing is left to fill it."""
    collection = collect(np.array([[[9, 0, 0], [9, 0, 0], [0, 0, 7]]], dtype=np.uint8))
    starts = [collection.X[[0, 1, 1]], collection.X[[1, 0, 0, 0]]]
    settings = {"maxIter": 300, "tolerance": 0}
    found = run_in_page(collection, starts, **settings)
    check(collection, starts, found, **settings)
    assert [(reason, len(inertias)) for *_, reason, inertias in found] == [("tol", 2), ("tol", 2)]


def test_the_data_survive_the_way_into_the_page(run_in_page, browser):
    picture = np.random.default_rng(5).integers(0, 256, (9, 7, 4), dtype=np.uint8)
    collection = collect(picture)
    run_in_page(collection, [collection.X[:2]])
    script = """
    const done = arguments[0], data = JSON.parse(document.getElementById("data").textContent);
    readSamples(data).then(async X => done([[...X.values], [...X.weight], [...(await readPicture(data, X)).rows]]));
    """
    values, weight, rows = browser.execute_async_script(script)
    np.testing.assert_array_equal(np.reshape(values, (-1, 3)), collection.X)
    np.testing.assert_array_equal(weight, collection.weight)
    np.testing.assert_array_equal(np.reshape(rows, (9, 7)), collection.pixel_rows(9, 7))
    assert -1 in rows


def test_the_name_of_a_file_cannot_end_the_script(run_in_page, browser):
    collection = collect(read_image(np.zeros((2, 2, 3), dtype=np.uint8)))
    object.__setattr__(collection, "name", "</script><b>&amp;.png")
    run_in_page(collection, [collection.X[:1]])
    assert browser.title == "</script><b>&amp;.png, sorted by k-means"
    assert json.loads(browser.execute_script("return document.getElementById('data').textContent"))["k"] == 1
