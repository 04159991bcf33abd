# expect: Do you make the array again for each group?
import numpy as np


def recolor(image, labels, centroids):
    height, width = image.shape[:2]
    for group in range(labels.max() + 1):
        picture = np.zeros((height * width, 3), dtype=np.uint8)
        picture[labels == group] = np.rint(centroids[group])
    return picture.reshape(height, width, 3)
