# expect: Leave out this step:
import numpy as np


def recolor(image, labels, centroids):
    h, w = image.shape[:2]
    return np.rint(centroids).astype(np.uint8)[np.sort(labels)].reshape(h, w, 3)
