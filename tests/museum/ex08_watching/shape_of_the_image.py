# expect: do not take all of image.shape
import numpy as np


def recolor(image, labels, centroids):
    return centroids.round().astype(np.uint8)[labels].reshape(image.shape)
