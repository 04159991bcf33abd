# expect: This image has 4 numbers for each pixel, but a colour has 3.
import numpy as np


def recolor(image, labels, centroids):
    return centroids.round().astype(np.uint8)[labels].reshape(image.shape)
