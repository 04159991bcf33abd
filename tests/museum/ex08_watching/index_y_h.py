# expect: The pixel in row y and column x has the label number y * width + x
import numpy as np


def recolor(image, labels, centroids):
    h, w = image.shape[:2]
    out = np.zeros((h, w, 3), np.uint8)
    for y in range(h):
        for x in range(w):
            out[y, x] = np.rint(centroids[labels[y * h + x]])
    return out
