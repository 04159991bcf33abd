# expect: Two models are equally near:
import numpy as np


def sort_once(sizes, models):
    labels = np.zeros(len(sizes), dtype=int)
    for i, s in enumerate(sizes):
        best = np.inf
        for j, m in enumerate(models):
            if abs(s - m) <= best:
                best = abs(s - m)
                labels[i] = j
    new_models = np.array(models, dtype=float)
    for j in range(len(models)):
        if np.any(labels == j):
            new_models[j] = np.mean(sizes[labels == j])
    return labels, new_models
