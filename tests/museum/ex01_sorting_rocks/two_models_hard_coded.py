# expect: Did you write 2 into your code?
import numpy as np


def sort_once(sizes, models):
    labels = np.where(np.abs(sizes - models[0]) <= np.abs(sizes - models[1]), 0, 1)
    new_models = models.astype(float)
    for pile in range(len(models)):
        if (labels == pile).any():
            new_models[pile] = sizes[labels == pile].mean()
    return labels, new_models
