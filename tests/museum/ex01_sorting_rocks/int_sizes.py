# expect: The digits after the point are lost before you compute.
import numpy as np


def sort_once(sizes, models):
    sizes = sizes.astype(int)
    labels = np.abs(sizes[:, None] - models).argmin(axis=1)
    new_models = models.astype(float)
    for j in range(len(models)):
        if np.any(labels == j):
            new_models[j] = np.mean(sizes[labels == j])
    return labels, new_models
