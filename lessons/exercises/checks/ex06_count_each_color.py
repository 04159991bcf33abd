"""Count each colour once."""

import numpy as np

from . import KEPT_WHOLE, LEFT_ALONE, Mistake, call, combine, compare, must, slow
from ._colors import BYTES, PARTLY_RIGHT, WRONG_COLORS, right_colors

HINTS = (
    "Write down three pixels, two of them equal. What are colors and counts? Then give the colours the weights 2 "
    "and 1: what is their mean, and what do you divide by?",
    "Pack: pixels.astype(np.uint32) @ np.array([65536, 256, 1]) makes one number from each pixel. np.unique(codes, "
    "return_counts=True) sorts and counts. Unpack with // and %. For the mean, multiply each sample by its weight, "
    "add up, and divide by the sum of the weights.",
    "Unpack: red is codes // 65536, green codes // 256 % 256, blue codes % 256; np.stack([red, green, blue], "
    "axis=1) puts them side by side, .astype(np.uint8) makes bytes. In a group: w = sample_weight[labels == group], "
    "and its mean is (X[labels == group] * w[:, None]).sum(axis=0) / w.sum().",
)


def pictures(rng):
    """Draw pixels in which colours occur several times, from tiny to small."""
    close = np.array([[0, 1, 0], [0, 0, 255], [1, 0, 0], [0, 1, 0], [0, 255, 0], [255, 0, 0]], dtype=np.uint8)
    apart = np.array([[0, 1, 0], [0, 0, 255], [0, 1, 0]], dtype=np.uint8)  # equal colours that are no neighbours
    drawn = [(rng.permutation(close),), (apart,)]
    for n, m in [(2, 1), (3, 2), (4, 3), (6, 4), (12, 5), (60, 9), (400, 300)]:
        colors = rng.integers(0, 256, (m, 3), dtype=np.uint8)
        drawn.append((rng.permutation(np.concatenate([colors, rng.choice(colors, n - m)])),))
    return sorted(drawn, key=lambda case: len(case[0]))


def check_count_colors(answer, rng):
    """count_colors finds the distinct colours, and how often each occurs"""
    cases = pictures(rng)
    try:
        returns = ("colors", "counts")
        compare(answer.count_colors, cases, right_colors, WRONG_COLORS, returns=returns, partly=PARTLY_RIGHT)
    except Mistake as mistake:
        if "out of bounds for uint" in mistake.message:  # what NumPy says to a byte times 65536
            mistake.message, mistake.name = BYTES, "code in bytes"
        raise
    colors, _ = call(answer.count_colors, *cases[0])
    must(
        np.asarray(colors).dtype == np.uint8,
        f"The colours are right, but their type is {np.asarray(colors).dtype}. Pixels are bytes: "
        "colors.astype(np.uint8).",
        name="not bytes",
        example=(answer.count_colors, cases[0]),
    )


# weighted_update


def mean(members, weights, everything):
    """Find the weighted mean of a group, the right one."""
    return (members * weights).sum(axis=0) / weights.sum()


def version(mean=mean, empty=lambda old: old, keep=lambda new, old: new):
    """Make a version from mean(members, weights, all weights), and from the centroid of an empty group."""

    def weighted_update(X, labels, centroids, sample_weight):
        groups = [labels == group for group in range(len(centroids))]
        new = [
            mean(X[rows] * 1.0, sample_weight[rows, None], sample_weight) if rows.any() else empty(old * 1.0)
            for rows, old in zip(groups, centroids, strict=True)
        ]
        return keep(np.array(new), centroids)

    return weighted_update


right_update = version()
WRONG_MEANS = {
    "weights forgotten": (
        lambda members, weights, everything: members.mean(axis=0),
        "This is the plain mean: the weights are forgotten. A sample of weight 3 counts like three equal samples.",
    ),
    "weights forgotten above the line": (
        lambda members, weights, everything: members.sum(axis=0) / weights.sum(),
        "You divide by the sum of the weights, and this is right. But the weights are missing in the sum: multiply "
        "each sample by its weight before you add.",
    ),
    "weights forgotten below the line": (
        lambda members, weights, everything: (members * weights).mean(axis=0),
        "You multiply by the weights, but then divide by the number of rows. Divide by the sum of the weights: 3 "
        "pebbles of 10 and 1 of 50 are 4 pebbles, not 2.",
    ),
    "divided by all weights": (
        lambda members, weights, everything: (members * weights).sum(axis=0) / everything.sum(),
        "Each group is divided by the sum of *all* weights. Divide it by the weights of its own samples only.",
    ),
    "divided by all rows": (
        lambda members, weights, everything: (members * weights).sum(axis=0) / len(everything),
        "Each group is divided by the number of all samples. Divide it by the sum of the weights in this group.",
    ),
    "not divided": (
        lambda members, weights, everything: (members * weights).sum(axis=0),
        "This is the weighted sum. For the mean, divide it by the sum of the weights in the group.",
    ),
    "integer division": (
        lambda members, weights, everything: (members * weights).sum(axis=0) // weights.sum(),
        "`//` divides and drops the digits after the point. Divide with `/`.",
        "//",
    ),
    "rounded": (
        lambda members, weights, everything: mean(members, weights, everything).round(),
        "The centroids are rounded. Keep the digits after the point: colours are rounded only at the end.",
    ),
    "features mixed": (
        lambda members, weights, everything: np.full(members.shape[1], mean(members, weights, everything).mean()),
        "All features of a group have the same number. Use axis=0 in the sum: then there is a mean for each feature.",
    ),
    "weights used twice": (
        lambda members, weights, everything: (members * weights**2).sum(axis=0) / weights.sum(),
        "The weights are used twice: you multiply by them, and np.average does it again. Once is enough.",
    ),
    "weights squared": (
        lambda members, weights, everything: (members * weights**2).sum(axis=0) / (weights**2).sum(),
        "The weights are used twice, as squares. A sample of weight 3 counts like three equal samples.",
    ),
    "weights of the first samples": (
        lambda members, weights, everything: np.average(members, axis=0, weights=everything[: len(members)]),
        "These are the weights of the first samples, not of those in the group: sample_weight[labels == group].",
    ),
    "the heaviest sample": (
        lambda members, weights, everything: members[weights[:, 0].argmax()],
        "This is the sample with the largest weight in each group. Take the mean of all samples.",
    ),
    "divided by the weights": (
        lambda members, weights, everything: (members / weights).sum(axis=0) / weights.sum(),
        "You divide each sample by its weight. Multiply: a sample of weight 3 counts like three equal samples.",
    ),
}
WRONG_EMPTY = {
    "mean of nothing": (
        lambda old: old * np.nan,
        "An empty group has no mean: 0 / 0 gives nan, not a number. Its centroid should stay where it is.",
    ),
    "zero if empty": (
        lambda old: old * 0,
        "The centroid of an empty group has become 0. It should stay where it is.",
    ),
}
OTHERS = {
    "empty group left out": (
        lambda X, labels, centroids, w: right_update(X, labels, centroids, w)[np.unique(labels)],
        "An empty group is missing. np.unique(labels) does not find it. Use range(len(centroids)).",
    ),
    "last empty groups left out": (
        lambda X, labels, centroids, w: right_update(X, labels, centroids, w)[: labels.max() + 1],
        "If the last groups are empty, they are missing: labels.max() + 1 does not count them. There are "
        "len(centroids) groups.",
    ),
    "first group only": (
        lambda X, labels, centroids, w: np.concatenate([right_update(X, labels, centroids, w)[:1], centroids[1:]]),
        "Only the first group is moved. Is `return` inside the loop? Move it to the left.",
    ),
}
WRONG_UPDATE = combine(version, OTHERS, mean=WRONG_MEANS, empty=WRONG_EMPTY, keep=KEPT_WHOLE)


def groupings(rng):
    """Draw samples, labels, centroids and weights, from tiny to small; groups may be empty, the last one too."""
    drawn = [
        (np.array([[1.0], [2.5], [9.0]]), np.array([0, 0, 1]), np.array([[0.0], [5.0], [8.0]]), np.array([3, 1, 2]))
    ]
    for n, k, d in [(2, 1, 1), (3, 2, 1), (3, 2, 3), (4, 3, 2), (6, 4, 3), (9, 4, 2), (9, 6, 4), (40, 7, 3)]:
        for dtype, low, high in [(float, -20, 21), (int, -20, 21), (np.uint8, 0, 256)]:
            labels = rng.integers(0, max(1, k - rng.integers(0, 2)), n)
            X, centroids = (rng.integers(low, high, (rows, d)).astype(dtype) for rows in (n, k))
            X, centroids = (X / 4, centroids / 2) if dtype is float else (X, centroids)
            drawn.append((X, labels, centroids, rng.integers(1, 10, n)))
    return drawn


def check_weighted_update(answer, rng):
    """weighted_update moves each centroid to the weighted mean of its group"""
    compare(answer.weighted_update, groupings(rng), right_update, WRONG_UPDATE, partly=LEFT_ALONE)


def remarks(answer, rng):
    """Say if a right answer is slow."""

    def pixels(n):
        return (rng.integers(0, 256, (n, 3), dtype=np.uint8),)

    def samples(n):
        X, labels = rng.integers(0, 256, (n, 3), dtype=np.uint8), rng.integers(0, 5, n)
        return X, labels, np.zeros((5, 3)), rng.integers(1, 10, n)

    pack = (
        "Pack the three bytes of a colour into one number, 65536 * red + 256 * green + blue: NumPy sorts and counts "
        "such numbers fast, with np.unique(codes, return_counts=True)."
    )
    group = "Go through the k groups, not through the samples: X[labels == group] takes a whole group at once."
    return [
        slow(answer.count_colors, pixels, pack),
        slow(answer.weighted_update, samples, group, noun="samples"),
    ]
