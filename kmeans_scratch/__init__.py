"""k-means from scratch, in NumPy, written to be read. Start with `lloyd.py`."""

from .estimator import ConvergenceWarning, KMeans
from .lloyd import Snapshot, assign, lloyd, relocate_empty, squared_distances, update
from .seeding import kmeans_plusplus, random_centroids

__all__ = [
    "ConvergenceWarning",
    "KMeans",
    "Snapshot",
    "assign",
    "kmeans_plusplus",
    "lloyd",
    "random_centroids",
    "relocate_empty",
    "squared_distances",
    "update",
]
