# expect: This line belongs inside the loop:
import numpy as np


def recolor(image, labels, centroids):
    h, w = image.shape[:2]
    out = np.zeros((h, w, 3), np.uint8)
    i = 0
    for y in range(h):
        for x in range(w):
            out[y, x] = np.rint(centroids[labels[i]])
        i += 1
    return out
