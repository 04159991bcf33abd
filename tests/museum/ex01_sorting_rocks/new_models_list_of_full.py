# expect: An empty pile is missing from new_models.
import numpy as np


def sort_once(sizes, models):
    labels = np.abs(sizes[:, None] - models).argmin(axis=1)
    new_models = []
    for j in range(len(models)):
        pile = sizes[labels == j]
        if len(pile) > 0:
            new_models.append(pile.mean())
    return labels, np.array(new_models)
