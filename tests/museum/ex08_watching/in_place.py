# expect: recolor changed its argument image in place.
import numpy as np


def recolor(image, labels, centroids):
    image[..., :3] = np.rint(centroids)[labels].reshape(*image.shape[:2], 3)
    return image
