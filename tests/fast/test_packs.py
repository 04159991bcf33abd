"""Packs: how samples are cut, then runs side by side with the board."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from kmeans_scratch.fast import packs as packs_module
from kmeans_scratch.fast.packs import packs


def test_samples_are_cut_along_the_feature_in_which_they_are_spread_most(monkeypatch):
    monkeypatch.setattr(packs_module, "PACK", 2)
    monkeypatch.setattr(packs_module, "FAN", 2)
    # Two columns of four, far apart: cut first between the columns, then along each.
    X = np.array([[50, 3], [0, 1], [50, 0], [0, 2], [0, 0], [50, 2], [50, 1], [0, 3]]) * 1.0
    boxes = packs(X)
    assert [level.middle.T.tolist() for level in boxes.levels] == [
        [[0, 1.5], [50, 1.5]],
        [[0, 0.5], [0, 2.5], [50, 0.5], [50, 2.5]],
    ]
    assert_array_equal(X[boxes.order], boxes.X)


@pytest.mark.parametrize("n", [1, 2, 63, 64, 65, 511, 512, 513, 5000])
@pytest.mark.parametrize("kind", ["different", "equal", "sorted"])
def test_each_sample_is_in_one_pack_with_its_weight(n, kind):
    x = {"different": np.random.default_rng(0).normal(size=n), "equal": np.ones(n), "sorted": np.arange(n)}[kind]
    X, weight = np.column_stack([x, -x]), np.arange(n) + 1.0
    boxes = packs(X, weight)
    assert sorted(boxes.order) == list(range(n))
    assert_array_equal(boxes.X, X[boxes.order])
    assert_array_equal(boxes.weight, boxes.order + 1)
    sizes = boxes.levels[-1].sizes
    assert sizes.sum() == n
    assert 0 < sizes.max() <= 64 * 8
    for above, below in zip(boxes.levels, boxes.levels[1:], strict=False):
        assert above.sizes.sum() == len(below.sizes)


@pytest.mark.parametrize("scale", [1e-300, 1e-30, 1e150])
def test_very_small_and_very_large_numbers_are_sorted_too(scale):
    x = np.random.default_rng(0).permutation(5000) * scale / 5000
    levels = packs(x[:, None]).levels
    assert (np.diff(levels[-1].middle[0]) > 0).all()


def test_samples_of_four_bytes_stay_so():
    assert packs(np.ones((9, 2), dtype=np.float32)).X.dtype == np.float32
