# expect: The shape is right, but the pixels are in the wrong places.
import numpy as np


def recolor(image, labels, centroids):
    h, w = image.shape[:2]
    out = np.zeros((h, w, 3), np.uint8)
    for y in range(h):
        for x in range(w):
            out[y, x] = np.rint(centroids[labels[x * h + y]])
    return out
