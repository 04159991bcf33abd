# expect: Leave out the 1 in `len(models) - 1`.
import numpy as np


def sort_once(sizes, models):
    labels = np.abs(sizes[:, None] - models).argmin(axis=1)
    new_models = models.astype(float)
    for j in range(len(models) - 1):
        if np.any(labels == j):
            new_models[j] = np.mean(sizes[labels == j])
    return labels, new_models
