"""Skip work, keep the answer: `assign` for samples of many features, with a lead for each sample.

Say a sample is 7 nearer to its own centroid than to any other. Its centroid moves by 3, and each other by at most 3.
Then it is still nearest: in the worst case, 1 of the *lead* is left. So keep one number for each sample, how far it
leads. In each iteration, take from it how far its own centroid moved, and how far any other moved at most. While
something is left, the sample keeps its label, and nothing is measured. Otherwise its distances to all centroids are
computed anew.

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
    """Return the label of the nearest centroid for each sample, and how much nearer it is than the next, at least.

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
