# expect: The shape is right, but the pixels are in the wrong places.
import numpy as np


def recolor(image, labels, centroids):
    h, w = image.shape[:2]
    return np.rint(centroids).astype(np.uint8)[labels].reshape((h, w, 3), order="F")
