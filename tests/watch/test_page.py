"""`page`: one small document with everything in it. What its script does with it, test_page_hands.py tests."""

import json
import re
import zlib
from base64 import b64decode

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kmeans_scratch import Stepper, rock_collection
from kmeans_scratch.lloyd import lloyd
from kmeans_scratch.watch.collection import collect
from kmeans_scratch.watch.page import MOST_COLORS, N_SEEDS, page, principal_axes, starts, thin
from kmeans_scratch.watch.run import Run


def run_of(source, k=3, **settings):
    stepper = Stepper(source, k, random_state=0, **settings).run()
    return Run(stepper.collection, stepper.history, tuple(stepper.picks))


def short_run(collection, k=3):
    """Make a run of one snapshot, which is quick for large collections too."""
    return Run(collection, tuple(lloyd(collection.X, collection.X[:k], sample_weight=collection.weight, max_iter=0)))


def data_of(html):
    return json.loads(re.search(r'id="data">(.*?)</script>', html, flags=re.DOTALL).group(1))


def unpacked(text, dtype):
    return np.frombuffer(zlib.decompress(b64decode(text)), dtype)


def unpacked_whole(text):
    low, second, third, high = unpacked(text, np.uint8).reshape(4, -1).astype(np.uint32)
    return low | second << 8 | third << 16 | high << 24


@pytest.fixture(scope="module")
def rocks():
    return run_of(rock_collection(), 5)


def test_the_page_holds_no_address_and_loads_nothing(rocks):
    html = page(rocks)
    assert "://" not in html
    assert not re.search(r"""(src|href)=|@import|url\(|fetch\(|import\(""", html)


def test_the_data_are_the_numbers_of_the_run(rocks):
    data = data_of(page(rocks))
    assert (data["n"], data["d"], data["k"], data["noun"]) == (45, 3, 5, "rocks")
    np.testing.assert_array_equal(unpacked(data["values"], "<f8").reshape(-1, 3), rocks.collection.X)
    centroids = unpacked(data["history"]["centroids"], "<f8").reshape(-1, 5, 3)
    np.testing.assert_array_equal(centroids, [now.centroids for now in rocks.history])
    assert [pick["row"] for pick in data["picks"]] == [pick.index for pick in rocks.picks]


def test_labels_come_along_only_for_ones_own_functions():
    run = run_of([[0.0], [1.0], [5.0], [6.0]], 2)
    assert "labels" not in data_of(page(run))["history"]
    data = data_of(page(run, own_functions=True))
    steps = unpacked_whole(data["history"]["labels"]).reshape(-1, 4)
    np.testing.assert_array_equal(steps.cumsum(axis=0, dtype=np.uint32), [now.labels for now in run.history])
    assert data["starts"] == {}


@given(arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9), st.just(3))))
def test_any_picture_comes_back_from_its_data(rgb):
    collection = collect(rgb)
    data = data_of(page(short_run(collection, 1)))
    codes = unpacked_whole(data["codes"]).cumsum()
    np.testing.assert_array_equal(np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1), collection.X)
    np.testing.assert_array_equal(unpacked_whole(data["counts"]), collection.weight)
    steps = unpacked(data["picture"]["steps"], np.uint8).reshape(rgb.shape)
    np.testing.assert_array_equal(steps.cumsum(axis=1, dtype=np.uint8), rgb)


def test_the_starts_are_those_of_the_seeds(rocks):
    rows = unpacked_whole(starts(rocks.collection, 5)["random"]).reshape(N_SEEDS, 5)
    for seed in (0, 7, 19):
        first = Stepper(rocks.collection, 5, init="random", random_state=seed).snapshot.centroids
        np.testing.assert_array_equal(rocks.collection.X[rows[seed]], first)


def test_the_principal_axes_are_those_of_most_spread():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(500, 5)) * [1, 9, 1, 4, 1] + 100
    first, second = np.abs(principal_axes(X))
    assert (first.argmax(), second.argmax()) == (1, 3)
    np.testing.assert_allclose([np.linalg.norm(first), np.linalg.norm(second)], 1)


# Sizes


def noise(height, width, levels=256):
    return np.random.default_rng(0).integers(0, levels, (height, width, 3), dtype=np.uint8)


def test_a_page_of_the_worst_picture_is_still_under_500_kb():
    collection = collect(noise(500, 500))  # 250,000 colours, nearly all different, in no order
    assert 240_000 < len(collection.X) <= MOST_COLORS
    assert len(page(short_run(collection, 32)).encode()) < 500_000


def test_too_many_colours_are_thinned_and_the_page_says_so():
    collection = collect(noise(700, 800))
    run = short_run(collection)
    thinned, note = thin(run, max_iter=1, tol=1e-4)
    assert len(thinned.collection.X) <= MOST_COLORS < len(collection.X)
    assert note == "This page shows 140,000 of the 560,000 pixels, evenly chosen."
    np.testing.assert_array_equal(thinned.history[0].centroids, run.history[0].centroids)
    assert len(thinned.history[0].labels) == len(thinned.collection.X)
    assert note in page(run, max_iter=1)


def test_too_many_samples_are_thinned_too():
    run = short_run(collect(np.random.default_rng(0).normal(size=(30_000, 4))))
    thinned, note = thin(run, max_iter=1, tol=1e-4)
    assert len(thinned.collection.X) == 15_000
    assert note == "This page shows 15,000 of the 30,000 samples, evenly chosen."
    colors = short_run(collect(noise(1, 50_000)[0]))  # which take less room
    assert thin(colors, max_iter=1, tol=1e-4) == (colors, "")


def test_what_is_small_stays_whole(rocks):
    assert thin(rocks, max_iter=1, tol=1e-4) == (rocks, "")
