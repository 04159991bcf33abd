"""Find the nearest centroid by products: sooner, the more so the more features there are, and just as right.

    |x - c|² = |x|² - 2 x·c + |c|²

The left side is d subtractions, squares and additions for each pair; the right side is one matrix product for all of
them, the operation that computers are best at, and |x|² is the same for every centroid, so it need not be known to
find the nearest. But the right side is rounded more, and differently by each processor, with each number of threads,
and for each number of rows at a time. So it only proposes: where two centroids are so nearly equally near that the
rounding could decide, the left side is asked. Then neither threads nor pieces show in the labels.
"""

from collections.abc import Callable

import numpy as np

Array = np.ndarray


def nearest_by_products(X: Array, centroids: Array, squared_distances: Callable[[Array, Array], Array]) -> Array:
    """Label each sample as `squared_distances(X, centroids).argmin(axis=1)` does: X (n, d) gives (n,).

    >>> X, centroids = np.array([[1.0, 0.0], [4.0, 0.0], [5.0, 0.0]]), np.array([[0.0, 0.0], [8.0, 0.0]])
    >>> def measure(X, centroids):
    ...     print("measured again:", X.tolist())
    ...     return ((X[:, None] - centroids) ** 2).sum(axis=2)
    >>> nearest_by_products(X, centroids, measure)
    measured again: [[4.0, 0.0]]
    array([0, 0, 1], dtype=uint8)
    """
    k, d = centroids.shape
    if X.shape[1:] != (d,):  # or NumPy would repeat a single feature d times
        raise ValueError(f"X of shape {X.shape} should have {d} features, as the centroids have")
    middle = centroids.mean(axis=0, dtype=float)  # (d,), from which no large numbers cancel
    x, c = X - middle, centroids - middle
    x2, c2 = np.einsum("nd,nd->n", x, x), (c**2).sum(axis=1)  # (n,) and (k,)
    proposed = (-2 * c) @ x.T  # (k, n)
    proposed += c2[:, None]  # now the squared distances less |x|²
    # d products are added, each off by at most half an epsilon of |x| |c|: this is several times what that comes to.
    real = np.finfo(float)
    doubt = 8 * (d + 4) * real.eps * (x2.max() + c2.max()) + real.tiny
    near = proposed <= proposed.min(axis=0) + doubt  # (k, n)
    numbers = np.arange(k, dtype=np.min_scalar_type(k - 1))
    labels = (near * numbers[:, None]).max(axis=0)  # (n,), right where one is near
    if np.count_nonzero(near) != len(X):  # somewhere several are, or, where there is NaN, none
        unsure = np.count_nonzero(near, axis=0) != 1
        labels[unsure] = squared_distances(X[unsure], centroids).argmin(axis=1)
    return labels
