"""scikit-learn as the reference: from the same first centroids, the same result."""

import numpy as np
import pytest
import sklearn.cluster
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.datasets import load_sample_images, make_blobs

import kmeans_scratch


def both(X, init, sample_weight=None, **parameters):
    """Fit our model and scikit-learn's from the same first centroids."""
    return [
        module.KMeans(len(init), init=init, n_init=1, **parameters).fit(X, sample_weight=sample_weight)
        for module in (kmeans_scratch, sklearn.cluster)
    ]


def assert_same(ours, theirs):
    assert_allclose(ours.cluster_centers_, theirs.cluster_centers_, rtol=0, atol=1e-6)
    assert ours.inertia_ == pytest.approx(theirs.inertia_, rel=1e-6)
    assert ours.n_iter_ == theirs.n_iter_


# Blobs


@pytest.mark.parametrize("d", [1, 2, 3, 8, 9, 20])
@pytest.mark.parametrize("k", [1, 2, 7])
def test_blobs_of_any_number_of_features(d, k):
    X, _ = make_blobs(500, d, centers=6, cluster_std=3, random_state=d)
    ours, theirs = both(X, X[:k] + 0.1)
    assert_same(ours, theirs)
    assert_array_equal(ours.labels_, theirs.labels_)
    assert_array_equal(ours.predict(X + 1), theirs.predict(X + 1))
    assert_allclose(ours.transform(X), theirs.transform(X), atol=1e-6)
    assert ours.score(X + 1) == pytest.approx(theirs.score(X + 1), rel=1e-9)


@pytest.mark.parametrize("parameters", [{"max_iter": 1}, {"max_iter": 3}, {"tol": 0}, {"tol": 1e-2}, {"tol": 1}])
def test_runs_end_at_the_same_iteration(parameters):
    X, _ = make_blobs(500, 3, centers=6, cluster_std=3, random_state=0)
    ours, theirs = both(X, X[:6] + 0.1, **parameters)
    assert_same(ours, theirs)
    assert_array_equal(ours.labels_, theirs.labels_)


def test_samples_with_weights():
    X, _ = make_blobs(500, 3, centers=6, cluster_std=3, random_state=0)
    weight = np.random.default_rng(0).uniform(0, 5, len(X)).round()  # some weigh nothing
    ours, theirs = both(
        X, X[:6] + 0.1, sample_weight=weight, tol=0
    )  # our tolerance is a share of the weighted variance
    assert_same(ours, theirs)
    assert_array_equal(ours.labels_, theirs.labels_)
    assert ours.score(X, sample_weight=weight) == pytest.approx(theirs.score(X, sample_weight=weight))


def test_float32():
    X, _ = make_blobs(500, 3, centers=6, cluster_std=3, random_state=0)
    ours, theirs = both(X.astype(np.float32), X[:6].astype(np.float32))
    assert ours.cluster_centers_.dtype == theirs.cluster_centers_.dtype == np.float32
    assert_allclose(ours.cluster_centers_, theirs.cluster_centers_, rtol=1e-4, atol=1e-4)
    assert_array_equal(ours.labels_, theirs.labels_)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("empty", [0, 2])
def test_an_empty_group_takes_the_same_sample(empty, weighted):
    X, _ = make_blobs(300, 2, centers=3, cluster_std=1, random_state=1)
    init = X[:3] + 0.1
    init[empty] = 1000
    weight = np.random.default_rng(1).uniform(0.5, 2, len(X)) if weighted else None
    ours, theirs = both(X, init, sample_weight=weight, tol=0)
    assert_array_equal(ours.history_[1].relocated, [empty])
    assert_same(ours, theirs)
    assert_array_equal(ours.labels_, theirs.labels_)


# Photographs


@pytest.fixture(scope="module", params=[0, 1], ids=["china", "flower"])
def photograph(request):
    """The pixels of one of the photographs that come with scikit-learn: (n, 3) uint8."""
    return load_sample_images().images[request.param].reshape(-1, 3)


def some_colors(pixels, k):
    """Draw k colours of a picture, no two alike."""
    colors = np.unique(pixels, axis=0)
    return np.random.default_rng(k).choice(colors, k, replace=False) * 1.0


@pytest.mark.parametrize("k", [5, 10, 16, 64])
def test_a_photograph(photograph, k):
    jitter = np.random.default_rng(0).uniform(-0.5, 0.5, (k, 3))  # so that no pixel is equally near to two
    ours, theirs = both(photograph, some_colors(photograph, k) + jitter)
    assert_same(ours, theirs)


def test_a_photograph_from_whole_numbers(photograph):
    ours, theirs = both(photograph, some_colors(photograph, 8))  # pixels equally near to two may go either way
    assert ours.inertia_ == pytest.approx(theirs.inertia_, rel=1e-3)


# The article's programme, with nothing changed but the import


def rock_picture(size=500):
    """Seven discs of speckled colour on a transparent ground: (size, size, 4) uint8."""
    rng = np.random.default_rng(0)
    image = np.zeros((size, size, 4), dtype=np.uint8)
    rows, columns = np.mgrid[:size, :size]
    for middle_row, middle_column, radius in rng.integers([60, 60, 20], [440, 440, 90], (7, 3)):
        rock = (rows - middle_row) ** 2 + (columns - middle_column) ** 2 < radius**2
        speckles = rng.integers(20, 236, 3) + rng.normal(0, 6, (rock.sum(), 3))
        image[rock, :3], image[rock, 3] = speckles.clip(0, 255), 255
    return image


def palette_bar(KMeans, image, **parameters):
    """Find the five main colours of a picture, and draw a bar of 50 × 300 with each in proportion."""
    pixels = image.reshape(-1, 4)
    model = KMeans(n_clusters=5, **parameters).fit(pixels)

    n = len(np.unique(model.labels_))
    counts, _ = np.histogram(model.labels_, bins=np.arange(0, n + 1))
    proportions = counts.astype(float)
    proportions /= proportions.sum()

    bar, left = np.zeros((50, 300, 4), dtype=np.uint8), 0.0
    for proportion, color in zip(proportions, model.cluster_centers_, strict=True):
        right = left + proportion * 300
        bar[:, int(left) : int(right)] = color.astype("uint8")
        left = right
    return proportions, bar


def test_the_article_needs_only_another_import():
    image = rock_picture()
    assert len(np.unique(image.reshape(-1, 4), axis=0)) > 2000
    init = some_colors(image.reshape(-1, 4), 5) + 0.25
    proportions, bar = palette_bar(kmeans_scratch.KMeans, image, init=init)
    expected_proportions, expected_bar = palette_bar(sklearn.cluster.KMeans, image, init=init)
    assert_allclose(proportions, expected_proportions, atol=1e-4)
    assert abs(bar.astype(int) - expected_bar).max() <= 1  # cut to whole numbers, 254.9999 is 254


def test_the_article_runs_with_nothing_but_the_number_of_colors():
    proportions, bar = palette_bar(kmeans_scratch.KMeans, rock_picture())
    assert proportions.sum() == pytest.approx(1)
    assert len(np.unique(bar.reshape(-1, 4), axis=0)) == 5 + (not bar[:, -1].any())
