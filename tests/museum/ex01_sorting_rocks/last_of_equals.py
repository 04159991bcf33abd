# expect: *lower*
import numpy as np


def sort_once(sizes, models):
    labels = np.zeros(len(sizes), dtype=int)
    for rock, size in enumerate(sizes):
        nearest = 0
        for pile, model in enumerate(models):
            if abs(size - model) <= abs(size - models[nearest]):
                nearest = pile
        labels[rock] = nearest
    new_models = models.astype(float)
    for pile in range(len(models)):
        if (labels == pile).any():
            new_models[pile] = sizes[labels == pile].mean()
    return labels, new_models
