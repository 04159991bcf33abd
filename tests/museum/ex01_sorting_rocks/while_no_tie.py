# expect: Two models are equally near:
import numpy as np


def sort_once(sizes, models):
    labels = np.zeros(len(sizes), dtype=int)
    for i in range(len(sizes)):
        gaps = abs(models - sizes[i])
        for j in range(len(models)):
            if gaps[j] == min(gaps):
                labels[i] = j
    new = models.astype(float)
    for j in range(len(models)):
        if (labels == j).any():
            new[j] = sizes[labels == j].mean()
    return labels, new
