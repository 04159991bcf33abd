# expect: The models move while
import numpy as np


def sort_once(sizes, models):
    models = models.astype(float)
    labels = np.zeros(len(sizes), dtype=int)
    for i, s in enumerate(sizes):
        labels[i] = abs(models - s).argmin()
        models[labels[i]] = sizes[: i + 1][labels[: i + 1] == labels[i]].mean()
    return labels, models
