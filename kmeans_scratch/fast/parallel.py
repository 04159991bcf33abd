"""Two threads where they help, and one where they do not.

NumPy looks values up without Python's lock, so two threads halve the time for a large table. But the library that
multiplies matrices (BLAS) may use threads, too. They wait for each other after each product, and if the processor is
busy with other programs, that takes much longer than the product. Small products take one thread. So `product` makes
a large product in small parts.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

ONE_THREAD = 2**18  # multiplications: OpenBLAS uses no second thread for so few


def in_two_threads(work: Callable[[slice], Any], parts: Iterable[slice]) -> list[Any]:
    """Call `work` for each part, and return the results in order. Several parts use two threads.

    >>> in_two_threads(lambda part: part.start, [slice(0, 2), slice(2, 4)])
    [0, 2]
    """
    parts = list(parts)
    if len(parts) <= 1:
        return [work(part) for part in parts]
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(work, parts))


def product(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the matrix product a @ b, (k, n), of a (k, d) and b (d, n): in one thread.

    >>> product(np.array([[1.0, 2.0]]), np.array([[3.0, 4.0], [5.0, 6.0]]))
    array([[13., 16.]])
    """
    (k, d), n = a.shape, b.shape[1]
    out, size = np.empty((k, n)), max(1, ONE_THREAD // a.size)
    whole = n - n % size
    parts = b[:, :whole].reshape(d, -1, size).transpose(1, 0, 2)  # (parts, d, size)
    np.matmul(a, parts, out=out[:, :whole].reshape(k, -1, size).transpose(1, 0, 2))
    np.matmul(a, b[:, whole:], out=out[:, whole:])
    return out
