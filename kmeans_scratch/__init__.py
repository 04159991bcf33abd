"""k-means from scratch, in NumPy, written to be read. Start with `lloyd.py`."""

from .checks import ConvergenceWarning
from .estimator import KMeans
from .lloyd import assign, lloyd, relocate_empty, squared_distances, update
from .pictures.album import Album, count_album
from .pictures.extract import extract_palette
from .pictures.image import ImageError, Picture, read_image
from .pictures.output import OutputError
from .pictures.palette import Palette
from .pictures.rock_drawing import rock_picture
from .pictures.rocks import rock_collection
from .seeding import kmeans_plusplus, kmeans_plusplus_picks, random_centroids
from .selection import elbow, silhouette_samples, silhouette_score
from .snapshot import Snapshot
from .watch.animate import animate
from .watch.difference import first_difference
from .watch.stepper import Stepper

__all__ = [
    "Album",
    "ConvergenceWarning",
    "ImageError",
    "KMeans",
    "OutputError",
    "Palette",
    "Picture",
    "Snapshot",
    "Stepper",
    "animate",
    "assign",
    "count_album",
    "elbow",
    "extract_palette",
    "first_difference",
    "kmeans_plusplus",
    "kmeans_plusplus_picks",
    "lloyd",
    "random_centroids",
    "read_image",
    "relocate_empty",
    "rock_collection",
    "rock_picture",
    "silhouette_samples",
    "silhouette_score",
    "squared_distances",
    "update",
]
