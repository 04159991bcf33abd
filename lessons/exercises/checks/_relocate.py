"""Check `relocate_empty` of exercise 4."""

import numpy as np


def to_own(X, labels, centroids):
    """Measure the squared distance of each sample to its own centroid: (n,)."""
    return ((X - centroids[labels] * 1.0) ** 2).sum(axis=1)


def to_all(X, centroids):
    """Measure the squared distance of each sample to each centroid: (n, k)."""
    return ((X[:, None] * 1.0 - centroids) ** 2).sum(axis=2)


def empty_groups(labels, k):
    """Find the groups without members."""
    return [group for group in range(k) if group not in labels]


def farthest_first(X, labels, centroids):
    """Sort the samples by the distance to their own centroid, the farthest first."""
    return np.argsort(-to_own(X, labels, centroids), kind="stable")


def relocated(X, labels, centroids, order=farthest_first, empty=empty_groups):
    """Give the empty groups samples in this order."""
    new = labels.copy()
    for group, sample in zip(empty(labels, len(centroids)), order(X, labels, centroids), strict=False):
        new[sample] = group
    return new


right_relocation = relocated


def in_order(order):
    """Make a version that takes the samples in another order."""
    return lambda X, labels, centroids: relocated(X, labels, centroids, order)


def with_empty(empty):
    """Make a version that finds other empty groups."""
    return lambda X, labels, centroids: relocated(X, labels, centroids, empty=empty)


def to_the_empty_one(best):
    """Make a version that takes a sample by its distance to the centroid of the empty group."""

    def version(X, labels, centroids):
        new = labels.copy()
        for group in empty_groups(labels, len(centroids)):
            new[best(to_own(X, labels * 0 + group, centroids))] = group
        return new

    return version


def measured_anew(X, labels, centroids):
    """Measure again after each change."""
    new = labels.copy()
    for group in empty_groups(labels, len(centroids)):
        new[to_own(X, new, centroids).argmax()] = group
    return new


def emptied_on_the_way(X, labels, centroids, anew=False):
    """Look for empty groups in labels that are changing already; measure once, or anew."""
    order, labels = list(farthest_first(X, labels, centroids)), labels.copy()
    for group in range(len(centroids)):
        if order and group not in labels:
            labels[to_own(X, labels, centroids).argmax() if anew else order.pop(0)] = group
    return labels


def singles_spared(X, labels, centroids):
    """Leave samples that are alone in their group."""
    order, new = list(farthest_first(X, labels, centroids)), labels.copy()
    for group in empty_groups(labels, len(centroids)):
        while order:
            sample = order.pop(0)
            if (new == new[sample]).sum() > 1:
                new[sample] = group
                break
    return new


def wrapped(X, labels, centroids):
    """Measure in bytes."""
    return np.argsort(-((X - centroids[labels]) ** 2).sum(axis=1).astype(float), kind="stable")


WRONG_RELOCATIONS = {
    "nothing relocated": (
        lambda X, labels, centroids: labels,
        "No label has changed. Each empty group should get a sample: set its label.",
    ),
    "minlength missing": (
        with_empty(lambda labels, k: empty_groups(labels, labels.max() + 1)),
        "You did not find an empty group at the end: np.bincount and labels.max() stop at the largest label that "
        "occurs. Use minlength=len(centroids), or range(len(centroids)).",
    ),
    "last empty group left out": (
        with_empty(lambda labels, k: empty_groups(labels, k - 1)),
        "You never test the last group. Use `range(len(centroids))`.",
    ),
    "nearest for farthest": (
        in_order(lambda *args: farthest_first(*args)[::-1]),
        "The group got the sample *nearest* to its centroid. It should get the farthest: np.argsort sorts from "
        "small to large.",
    ),
    "one sample for all": (
        in_order(lambda X, labels, centroids: [to_own(X, labels, centroids).argmax()] * len(X)),
        "Two empty groups got the same sample, and only the last group keeps it. The second group gets the second "
        "farthest sample.",
    ),
    "first empty group only": (
        in_order(lambda *args: farthest_first(*args)[:1]),
        "Only the first empty group got a sample. Each one should get one. Is a `return` or `break` inside the loop?",
    ),
    "last empty group first": (
        with_empty(lambda labels, k: empty_groups(labels, k)[::-1]),
        "The last empty group got the farthest sample. Begin with the *lowest* number: this group gets the farthest "
        "sample, and the next group the second farthest.",
    ),
    "measured anew": (
        measured_anew,
        "The distances are measured again after a label has changed. Measure once, at the start: then the second "
        "empty group gets the second farthest sample.",
    ),
    "measured anew, emptied on the way": (
        lambda X, labels, centroids: emptied_on_the_way(X, labels, centroids, anew=True),
        "Two mistakes. First: you look for empty groups in labels that have changed already. Find them all at the "
        "start. Second: you measure the distances again after each change. Measure once, at the start.",
    ),
    "emptied on the way": (
        emptied_on_the_way,
        "A group lost its only sample and then got another one. Only groups that are empty at the start get a "
        "sample. Find them all before you change any label.",
    ),
    "single samples spared": (
        singles_spared,
        "You left out a sample that is alone in its group. Take it too. Its group is empty then, and stays empty.",
    ),
    "nearest to the empty one": (
        to_the_empty_one(np.argmin),
        "The empty group got the sample nearest to the centroid of the *empty* group. It should get the sample that "
        "is farthest from the centroid of its own group.",
    ),
    "farthest from the empty one": (
        to_the_empty_one(np.argmax),
        "You measure the distances to the centroid of the empty group. Measure each sample to the centroid of its "
        "own group: centroids[labels].",
    ),
    "farthest from the nearest one": (
        in_order(lambda X, labels, centroids: np.argsort(-to_all(X, centroids).min(axis=1), kind="stable")),
        "Each sample is measured to the *nearest* of all centroids. Measure it to the centroid of its own group: "
        "centroids[labels].",
    ),
    "farthest from the middle": (
        in_order(lambda X, labels, centroids: np.argsort(-((X - X.mean(axis=0)) ** 2).sum(axis=1), kind="stable")),
        "The samples are measured to the mean of all. Measure each to the centroid of its own group: "
        "centroids[labels].",
    ),
    "first samples": (
        in_order(lambda X, labels, centroids: range(len(X))),
        "The empty groups got the first samples. They should get those farthest from their centroids: argsort.",
    ),
    "signs cancel": (
        in_order(lambda X, labels, centroids: np.argsort(-(X - centroids[labels] * 1.0).sum(axis=1), kind="stable")),
        "You add up the differences with their signs. Square them first, then add up.",
    ),
    "not squared": (
        in_order(
            lambda X, labels, centroids: np.argsort(-np.abs(X - centroids[labels] * 1.0).sum(axis=1), kind="stable")
        ),
        "You add up the differences without squaring them, so another sample is the farthest. Square them.",
    ),
    "bytes wrap around": (
        in_order(wrapped),
        "uint8 numbers wrap around: 3 - 5 is 254. So another sample seems to be the farthest. Convert to floats "
        "before you subtract: X.astype(float).",
    ),
}


def relocations(rng):
    """Draw samples, labels and centroids; some groups are empty. No two samples are equally far from theirs."""
    made = [
        ([[1.0], [2.0], [9.0]], [0, 0, 0], [[3.0], [50.0]]),
        ([[1.0], [3.0], [9.0]], [0, 0, 2], [[1.5], [50.0], [5.0]]),  # 9 is farthest, and alone in a later group
        ([[1.0], [2.5], [9.0], [12.0]], [0, 0, 0, 0], [[3.0], [50.0], [60.0]]),  # measured anew, 12 is taken twice
        ([[1.0, 0.0], [4.5, 0.0], [3.0, 3.0]], [0, 0, 0], [[0.0, 0.0], [9.0, 9.0]]),  # 4.5² is more than 3² + 3²
    ]
    cases = [tuple(map(np.array, case)) for case in made]
    for n, k, d in [(3, 2, 1), (4, 3, 1), (4, 2, 2), (5, 4, 2), (6, 3, 2), (12, 6, 3)]:
        for full in (range(k - 1), range(1, k), range(0, k, 2), range(k)):
            for largest, dtype in [(40, float), (255, np.uint8)]:
                X, centroids = (rng.integers(0, largest, (rows, d)).astype(dtype) for rows in (n, k))
                case = (X, rng.choice(full, n), centroids)
                if dtype is float:
                    case = (X / 4, case[1], centroids / 2)
                if len(np.unique(to_own(*case))) == n:
                    cases.append(case)
    bytes_ = np.array([[10], [63], [80]], np.uint8), np.array([0, 0, 0]), np.array([[50], [200]], np.uint8)
    return [*cases, bytes_]  # 10 - 50 is 216 in bytes, and 216² is 64; 13² is 169
