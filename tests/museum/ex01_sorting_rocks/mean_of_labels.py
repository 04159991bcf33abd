# expect: `labels` is the wrong variable in this line.
import numpy as np


def sort_once(sizes, models):
    labels = np.abs(sizes[:, None] - models).argmin(axis=1)
    new_models = models.astype(float)
    for j in range(len(models)):
        if np.any(labels == j):
            new_models[j] = np.mean(labels[labels == j])
    return labels, new_models
