# expect: You count the sample itself.
import numpy as np


def silhouette(X, labels):
    silhouettes = np.zeros(len(X))
    for sample in range(len(X)):
        distances = np.sqrt(((X - X[sample]) ** 2).sum(axis=1))
        own = labels == labels[sample]
        if own.sum() > 1:
            a = distances[own].mean()
            b = min(distances[labels == group].mean() for group in np.unique(labels[~own]))
            silhouettes[sample] = (b - a) / max(a, b)
    return silhouettes.mean()
