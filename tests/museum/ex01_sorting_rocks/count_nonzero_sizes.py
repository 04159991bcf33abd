# expect: If a pile is empty, its model has become 0.
import numpy as np


def sort_once(sizes, models):
    d = (sizes.reshape(-1, 1) - models.reshape(1, -1)) ** 2
    labels = d.argmin(1)
    sums = np.bincount(labels, weights=sizes, minlength=len(models))
    counts = np.bincount(labels, minlength=len(models))
    return labels, sums / np.maximum(counts, 1)
