# remark: Your code goes through all pairs.
import math


def silhouette(X, labels):
    total = 0
    for x, label in zip(X, labels):
        sums, counts = {}, {}
        for other, group in zip(X, labels):
            sums[group] = sums.get(group, 0) + math.dist(x, other)
            counts[group] = counts.get(group, 0) + 1
        if counts[label] > 1:
            a = sums[label] / (counts[label] - 1)
            b = min(sums[group] / counts[group] for group in sums if group != label)
            total += (b - a) / max(a, b)
    return total / len(X)
