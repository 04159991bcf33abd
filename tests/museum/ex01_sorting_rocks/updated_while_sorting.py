# expect: First lay all rocks
import numpy as np


def sort_once(sizes, models):
    new = models.astype(float)
    labels = np.zeros(len(sizes), dtype=int)
    for i, s in enumerate(sizes):
        labels[i] = np.abs(new - s).argmin()
        new[labels[i]] = sizes[: i + 1][labels[: i + 1] == labels[i]].mean()
    return labels, new
