"""Skip work, keep the answer: `assign` for samples of many features, with a lead for each sample.

Suppose a sample is nearer to its own centroid than to any other, by 7. This is its *lead*. Then its centroid moves by
3, and each other centroid by at most 3. In the worst case, a lead of 1 is left, so the sample keeps its label.

So one lead is stored for each sample. In each iteration, two numbers are subtracted from it: how far the sample's own
centroid moved, and how far any other centroid moved at most. While the lead is above 0, no distance is computed.
Otherwise the distances of the sample to all centroids are computed again.

Here the lead is in distances, not squared: a centroid that moves by s changes a distance by at most s.

Source: G. Hamerly, "Making k-means even faster", SDM 2010.
"""

from typing import Any

import numpy as np

from .steps import chunks, labels_from_scores, scores_by_products
from .sums import Sums

LONGER = 1 + 1e-9  # shifts are multiplied by this, as a margin for rounding errors


class Rows(Sums):
    """Samples with the lead of each, and the steps of `lloyd` for them.

    >>> X = np.eye(4)
    >>> Rows(X, None).assign(X, np.array([[1.0, 0, 0, 0], [0, 0.5, 0.5, 0.5]]))
    array([0, 1, 1, 1], dtype=uint8)
    """

    def __init__(self, X: np.ndarray, weight: np.ndarray | None = None) -> None:
        """Store the samples. Before the first `assign`, no lead is known."""
        super().__init__(np.ascontiguousarray(X), weight)
        self.centroids: Any = None  # (k, d), of the last call of `assign`
        self.nearest: Any = None  # (n,), the labels of that call
        self.lead: Any = None  # (n,)

    def assign(self, X: np.ndarray, centroids: np.ndarray) -> np.ndarray:
        """Return the label of the nearest centroid for each sample: (n,)."""
        k, d = centroids.shape
        if self.centroids is not None and len(self.centroids) == k:
            shift = LONGER * np.sqrt((np.subtract(centroids, self.centroids, dtype=float) ** 2).sum(axis=1))
            others = np.full(k, shift.max())  # the longest shift of another centroid
            others[shift.argmax()] = np.delete(shift, shift.argmax()).max(initial=0)
            nearest = self.nearest.copy()
            lead = self.lead - (shift + others).take(nearest)
        else:
            nearest, lead = np.zeros(len(self.X), np.min_scalar_type(k - 1)), np.zeros(len(self.X))
        for part in chunks(len(lead), 2 * max(k, d)):
            lost = np.flatnonzero(lead[part] <= 0) + part.start
            if len(lost):
                nearest[lost], lead[lost] = label_and_lead(self.X.take(lost, axis=0), centroids)
        self.centroids, self.nearest, self.lead = centroids, nearest, lead
        return nearest


def label_and_lead(X: np.ndarray, centroids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the label and the lead of each sample, (n,) both. Rounding errors never make a lead too large.

    >>> labels, lead = label_and_lead(np.array([[1.0], [4.5]]), np.array([[0.0], [10.0]]))
    >>> labels, lead.round(6)
    (array([0, 0], dtype=uint8), array([8., 1.]))
    """
    scores, x2, error = scores_by_products(X, centroids)  # (k, n), (n,) and a number
    labels = labels_from_scores(scores, error, X, centroids)
    places = labels, np.arange(len(X))
    own = np.sqrt(np.maximum(scores[places] + x2, 0) + error)
    scores[places] = np.inf
    next_nearest = np.sqrt(np.maximum(scores.min(axis=0) + x2 - error, 0))
    return labels, next_nearest - own
