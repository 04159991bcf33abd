# expect: The shape is right, but the pixels are in the wrong places.
import numpy as np


def recolor(image, labels, centroids):
    height, width = image.shape[:2]
    picture = centroids.round().astype(np.uint8)[labels].reshape(width, height, 3)
    return picture.transpose(1, 0, 2)
