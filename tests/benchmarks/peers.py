"""Other k-means, each as one function: (pixels, init, n_iter) → labels (n,), centroids (k, 3).

All are given pixels (n, 3) uint8 and must come back with a label for every pixel: what they need in between,
conversions too, is on their clock. A peer that is not installed is left out.
"""

import warnings
from collections.abc import Callable

import numpy as np
from scipy.cluster.vq import kmeans2
from sklearn.cluster import KMeans as SklearnKMeans

from kmeans_scratch import KMeans

try:
    import cv2
except ImportError:
    cv2 = None
try:
    import faiss
except ImportError:
    faiss = None


def ours(pixels, init, n_iter):
    """This package."""
    model = KMeans(len(init), init=init, max_iter=n_iter, tol=0, keep_history=False).fit(pixels)
    return model.labels_, model.cluster_centers_


def sklearn_float64(pixels, init, n_iter, dtype=np.float64, algorithm="lloyd"):
    """scikit-learn as one meets it."""
    model = SklearnKMeans(len(init), init=init.astype(dtype), n_init=1, max_iter=n_iter, tol=0, algorithm=algorithm)
    model.fit(pixels.astype(dtype))
    return model.labels_, model.cluster_centers_


def sklearn_float32(pixels, init, n_iter):
    """scikit-learn in half the memory."""
    return sklearn_float64(pixels, init, n_iter, dtype=np.float32)


def sklearn_elkan(pixels, init, n_iter):
    """scikit-learn with Elkan's bounds."""
    return sklearn_float64(pixels, init, n_iter, algorithm="elkan")


def sklearn_counted(pixels, init, n_iter):
    """scikit-learn as an expert would use it: on the distinct colours with their counts, with labels from a table."""
    codes = pixels[:, 0].astype(np.uint32) << 16 | pixels[:, 1].astype(np.uint32) << 8 | pixels[:, 2]
    distinct, counts = np.unique(codes, return_counts=True)
    colors = np.stack([distinct >> 16, distinct >> 8 & 255, distinct & 255], axis=1).astype(float)
    model = SklearnKMeans(len(init), init=init, n_init=1, max_iter=n_iter, tol=0).fit(colors, sample_weight=counts)
    table = np.empty(2**24, dtype=np.min_scalar_type(len(init) - 1))
    table[distinct] = model.labels_
    return table[codes], model.cluster_centers_


def scipy_kmeans2(pixels, init, n_iter):
    """SciPy."""
    centroids, labels = kmeans2(pixels.astype(float), init, iter=n_iter, minit="matrix", missing="warn")
    return labels, centroids


def opencv(pixels, init, n_iter):
    """OpenCV, which starts from labels: those of the init, and they are on its clock."""
    samples = pixels.astype(np.float32)
    distances = cv2.batchDistance(samples, init.astype(np.float32), cv2.CV_32F, K=1)[1]
    criteria = (cv2.TERM_CRITERIA_MAX_ITER, n_iter, 0)
    flags = cv2.KMEANS_USE_INITIAL_LABELS
    _, labels, centroids = cv2.kmeans(samples, len(init), distances.astype(np.int32), criteria, 1, flags)
    return labels.ravel(), centroids


def faiss_kmeans(pixels, init, n_iter):
    """Faiss, on the processor."""
    samples = pixels.astype(np.float32)
    clustering = faiss.Clustering(3, len(init))
    clustering.niter, clustering.max_points_per_centroid, clustering.min_points_per_centroid = n_iter, len(samples), 1
    faiss.copy_array_to_vector(init.astype(np.float32).ravel(), clustering.centroids)
    index = faiss.IndexFlatL2(3)
    clustering.train(samples, index)
    centroids = faiss.vector_to_array(clustering.centroids).reshape(len(init), 3)
    return index.search(samples, 1)[1].ravel(), centroids


def installed() -> dict[str, Callable]:
    """All that can be run here, by name; scikit-learn's float64 is the yardstick."""
    peers = {
        "kmeans_scratch": ours,
        "scikit-learn": sklearn_float64,
        "scikit-learn float32": sklearn_float32,
        "scikit-learn Elkan": sklearn_elkan,
        "scikit-learn, counted": sklearn_counted,
        "SciPy kmeans2": scipy_kmeans2,
        "OpenCV": cv2 and opencv,
        "Faiss": faiss and faiss_kmeans,
    }
    return {name: quiet(peer) for name, peer in peers.items() if peer}


def quiet(peer: Callable) -> Callable:
    """Leave out what peers say: that 20 iterations are few, that a group is empty."""

    def run(*arguments):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return peer(*arguments)

    return run
