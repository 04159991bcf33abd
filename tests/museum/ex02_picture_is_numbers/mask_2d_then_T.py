# expect: Rows and columns are exchanged:
import numpy as np


def opaque_rows(image):
    mask = image[:, :, 3] >= 128
    return np.array([image[:, :, c][mask] for c in range(3)], dtype=float)
