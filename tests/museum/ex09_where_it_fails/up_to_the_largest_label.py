# expect: Here some numbers from 0 to the largest label have no members, so their mean is nan.
import numpy as np


def silhouette(X, labels):
    silhouettes = np.zeros(len(X))
    for sample in range(len(X)):
        distances = np.sqrt(((X - X[sample]) ** 2).sum(axis=1))
        own = labels == labels[sample]
        if own.sum() > 1:
            a = distances[own].sum() / (own.sum() - 1)
            b = min(distances[labels == group].mean() for group in range(labels.max() + 1) if group != labels[sample])
            silhouettes[sample] = (b - a) / max(a, b)
    return silhouettes.mean()
