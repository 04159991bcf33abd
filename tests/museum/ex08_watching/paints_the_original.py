# expect: changed its argument image in place
import numpy as np


def recolor(image, labels, centroids):
    height, width = image.shape[:2]
    image[:, :, :3] = np.rint(centroids)[labels].reshape(height, width, 3)
    return image[:, :, :3]
