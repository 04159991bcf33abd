# expect: Which two samples are together in one
import numpy as np


def same_grouping(labels, other):
    names = np.array(
        [
            np.bincount(other[labels == group], minlength=1).argmax()
            for group in range(labels.max() + 1)
            if (labels == group).any()
        ]
    )
    return (names[np.unique(labels, return_inverse=True)[1]] == other).mean() > 0.7 and (
        len(np.unique(labels)) == len(np.unique(other))
    )
