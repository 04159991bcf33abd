# expect: still a list of pixels
import numpy as np


def recolor(image, labels, centroids):
    return centroids.round().astype(np.uint8)[labels]
