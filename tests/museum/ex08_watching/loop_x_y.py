# expect: The shape is right, but the pixels are in the wrong places.
import numpy as np


def recolor(image, labels, centroids):
    h, w = image.shape[:2]
    out = np.zeros((h, w, 3), np.uint8)
    i = 0
    for x in range(w):
        for y in range(h):
            out[y, x] = np.rint(centroids[labels[i]])
            i += 1
    return out
