"""Work in two threads, and products in one."""

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from kmeans_scratch.fast import parallel
from kmeans_scratch.fast.parallel import in_two_threads, product


def test_results_come_in_the_order_of_the_parts():
    parts = [slice(start, start + 1) for start in range(20)]
    assert in_two_threads(lambda part: part.start, parts) == list(range(20))


def test_one_part_needs_no_other_thread():
    assert in_two_threads(lambda part: threading.current_thread(), [slice(0, 1)]) == [threading.current_thread()]


def test_several_parts_run_at_the_same_time():
    both = threading.Barrier(2, timeout=10)
    in_two_threads(lambda part: both.wait(), [slice(0, 1), slice(1, 2)])  # each waits for the other


def test_an_error_in_a_part_reaches_the_caller():
    with pytest.raises(ZeroDivisionError):
        in_two_threads(lambda part: 1 / part.start, [slice(1, 2), slice(0, 1)])


@given(st.integers(1, 5), st.integers(1, 5), st.integers(0, 40), st.sampled_from([1, 10, 2**18]))
def test_law_the_product_in_parts_is_the_product(k, d, n, least):
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(k, d)), rng.normal(size=(d, n))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parallel, "ONE_THREAD", least)
        assert_allclose(product(a, b), a @ b, rtol=1e-12, atol=1e-12)
