# expect: has no others:
import numpy as np


def silhouette(X, labels):
    silhouettes = np.zeros(len(X))
    for sample in range(len(X)):
        distances = np.sqrt(((X - X[sample]) ** 2).sum(axis=1))
        own = labels == labels[sample]
        a = distances[own].sum() / (own.sum() - 1)
        b = min(distances[labels == group].mean() for group in np.unique(labels[~own]))
        silhouettes[sample] = (b - a) / max(a, b)
    return silhouettes.mean()
