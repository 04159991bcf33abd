# expect: Height and width have changed places
import numpy as np


def recolor(image, labels, centroids):
    width, height = image.shape[:2]
    return centroids.round().astype(np.uint8)[labels].reshape(height, width, 3)
