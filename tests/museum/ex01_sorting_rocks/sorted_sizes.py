# expect: Leave out this step:
import numpy as np


def sort_once(sizes, models):
    sizes = np.sort(sizes)
    labels = np.abs(sizes[:, None] - models).argmin(axis=1)
    new = models.astype(float)
    for j in range(len(models)):
        if (labels == j).any():
            new[j] = sizes[labels == j].mean()
    return labels, new
