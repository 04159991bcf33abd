# expect: axis
import numpy as np


def sort_once(sizes, models):
    labels = np.abs(sizes[:, None] - models).argmin(axis=0)
    new_models = models.astype(float)
    for pile in range(len(models)):
        if (labels == pile).any():
            new_models[pile] = sizes[labels == pile].mean()
    return labels, new_models
