# expect: models of empty piles
import numpy as np


def sort_once(sizes, models):
    labels = abs(sizes[:, None] - models).argmin(axis=1)
    new = []
    for i in range(len(models)):
        pile = sizes[labels == i]
        new.append(pile.mean() if len(pile) else sizes.mean())
    return labels, np.array(new)
