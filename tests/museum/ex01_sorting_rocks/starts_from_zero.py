# expect: has become 0
import numpy as np


def sort_once(sizes, models):
    labels = np.abs(sizes[:, None] - models).argmin(axis=1)
    new_models = np.zeros(len(models))
    for pile in range(len(models)):
        if (labels == pile).any():
            new_models[pile] = sizes[labels == pile].mean()
    return labels, new_models
