"""Count each colour once."""

import numpy as np

import kmeans_scratch
from kmeans_scratch.fast import colors as package

from . import Mistake, call, compare, example, must, not_slow

HINTS = (
    "Take pencil and paper and three pixels, two of them equal. What are colors and counts? Then give the colours "
    "the weights 2 and 1: what is their mean, and what do you divide by?",
    "Pack: pixels.astype(np.uint32) @ np.array([65536, 256, 1]) makes one number of each pixel. "
    "np.unique(codes, return_counts=True) sorts and counts. Unpack with // and %. For the mean, multiply each sample "
    "by its weight, add up, and divide by the sum of the weights.",
    "Unpack: red is codes // 65536, green codes // 256 % 256, blue codes % 256; np.stack([red, green, blue], axis=1) "
    "puts them side by side, .astype(np.uint8) makes bytes. In a group: w = sample_weight[labels == group], and its "
    "mean is (X[labels == group] * w[:, None]).sum(axis=0) / w.sum().",
)

# count_colors

ORDER = (
    "The colours are there, but in another order. Least red first; where red is equal, least green first; then blue. "
    "np.unique sorts like this if red is worth the most in your code: 65536."
)
ONE_CODE = (
    "Two different colours became one: they have the same code. With 65536 * red + 256 * green + blue every colour "
    "has a code of its own."
)
BYTES = (
    "A byte (uint8) ends at 255, so 65536 * red does not fit into it. Make larger numbers first: "
    "pixels.astype(np.uint32), or .astype(int)."
)


def right_colors(pixels):
    """Count as the package does."""
    seen = package.count_colors(pixels)
    return seen.colors, seen.counts


def sorted_by(key):
    """Make a version that is right but for its order."""

    def version(pixels):
        colors, counts = right_colors(pixels)
        order = sorted(range(len(colors)), key=lambda row: key(pixels, colors[row], counts[row]))
        return colors[order], counts[order]

    return version


def first_seen(pixels, color, count):
    """Find the first pixel of a color."""
    return (pixels == color).all(axis=1).argmax()


def coded(code):
    """Make a version that takes pixels with the same code for the same color, and shows the first of them."""

    def version(pixels):
        _, first, counts = np.unique(code(pixels.astype(int)), return_index=True, return_counts=True)
        return pixels[first], counts

    return version


def base_255(pixels):
    """Pack and unpack with 255 in place of 256."""
    codes, counts = np.unique(pixels @ np.array([255 * 255, 255, 1]), return_counts=True)
    return np.stack([codes // 255**2, codes // 255 % 255, codes % 255], axis=1).astype(np.uint8), counts


def wrapped(pixels):
    """Pack bytes into a byte: only blue is left."""
    blue, counts = np.unique(pixels[:, 2], return_counts=True)
    return np.stack([blue * 0, blue * 0, blue], axis=1), counts


WRONG_COLORS = {
    "numbers, not rows": (
        lambda pixels: np.unique(pixels, return_counts=True),
        "This counts single numbers. Count whole colours: the three numbers of a row belong together. Pack them into "
        "one number first.",
    ),
    "order: as they come": (sorted_by(first_seen), ORDER),
    "order: most common first": (
        sorted_by(lambda pixels, color, count: (-count, first_seen(pixels, color, count))),
        ORDER,
    ),
    "order: most common first, then sorted": (sorted_by(lambda pixels, color, count: -count), ORDER),
    "order: least common first": (sorted_by(lambda pixels, color, count: count), ORDER),
    "order: blue first": (sorted_by(lambda pixels, color, count: color[::-1].tolist()), ORDER),
    "channels turned around": (
        lambda pixels: (right_colors(pixels)[0][:, ::-1], right_colors(pixels)[1]),
        "Red and blue have changed places. What you pack as red, times 65536, must come out as red: codes // 65536.",
    ),
    "one code: 255, unpacked": (
        base_255,
        "A byte has 256 values, from 0 to 255, so the next place is worth 256, not 255: 256 * 256 * red + 256 * "
        "green + blue.",
    ),
    "one code: the sum": (coded(lambda pixels: pixels.sum(axis=1)), ONE_CODE),
    "one code: 255": (coded(lambda pixels: pixels @ np.array([255 * 255, 255, 1])), ONE_CODE),
    "uint8 wrap": (wrapped, BYTES),
    "shares": (
        lambda pixels: (right_colors(pixels)[0], right_colors(pixels)[1] / len(pixels)),
        "These are shares of all pixels. Counts are asked for: do not divide by the number of pixels.",
    ),
    "counts of every pixel": (
        lambda pixels: (right_colors(pixels)[0], np.ones(len(right_colors(pixels)[0]), dtype=int)),
        "Each colour has the count 1. Count the pixels, not the distinct colours: before you take the doubles out.",
    ),
}


def pictures(rng):
    """Draw pixels in which colours occur several times, from tiny to small."""
    close = np.array([[0, 1, 0], [0, 0, 255], [1, 0, 0], [0, 1, 0], [0, 255, 0], [255, 0, 0]], dtype=np.uint8)
    drawn = [(rng.permutation(close),)]
    for n, m in [(2, 1), (3, 2), (4, 3), (6, 4), (12, 5), (60, 9), (400, 300)]:
        colors = rng.integers(0, 256, (m, 3), dtype=np.uint8)
        drawn.append((rng.permutation(np.concatenate([colors, rng.choice(colors, n - m)])),))
    return sorted(drawn, key=lambda case: len(case[0]))


def check_count_colors(answer, rng):
    """count_colors finds the distinct colours, and how often each occurs"""
    cases = pictures(rng)
    try:
        compare(answer.count_colors, cases, right_colors, WRONG_COLORS, returns=("colors", "counts"))
    except Mistake as mistake:
        if "out of bounds for uint" in mistake.message:  # what NumPy says to a byte times 65536
            mistake.message = BYTES
        raise
    colors, _ = call(answer.count_colors, *cases[0])
    must(
        np.asarray(colors).dtype == np.uint8,
        f"The colours are right, but of type {np.asarray(colors).dtype}. Pixels are bytes: colors.astype(np.uint8).",
        example=example(answer.count_colors, cases[0]),
    )


def check_count_speed(answer, rng):
    """count_colors takes all pixels at once"""

    def make(n):
        return (rng.integers(0, 256, (n, 3), dtype=np.uint8),)

    idea = (
        "Pack the three bytes of a colour into one number, 65536 * red + 256 * green + blue: NumPy sorts and counts "
        "such numbers in no time, with np.unique(codes, return_counts=True)."
    )
    not_slow(answer.count_colors, make, idea, rows=500)


# weighted_update


def right_update(X, labels, centroids, sample_weight):
    """Move as the package does, but leave empty groups where they are."""
    used = np.unique(labels)
    new, numbers = centroids * 1.0, np.searchsorted(used, labels)
    new[used] = kmeans_scratch.update(X, numbers, centroids[used], sample_weight)
    return new


def group_by_group(new_centroid, empty=lambda old: old):
    """Make a version of a formula for one group, (members, weights, all weights), and of what happens to an empty "
    "one."""

    def version(X, labels, centroids, sample_weight):
        groups = [labels == group for group in range(len(centroids))]
        new = [new_centroid(X[rows] * 1.0, sample_weight[rows, None], sample_weight) for rows in groups]
        return np.array([new[g] if groups[g].any() else empty(old * 1.0) for g, old in enumerate(centroids)])

    return version


def mean(members, weights, _=None):
    """Find the weighted mean, the right one."""
    return (members * weights).sum(axis=0) / weights.sum()


WRONG_UPDATE = {
    "weights forgotten": (
        group_by_group(lambda members, weights, _: members.mean(axis=0)),
        "This is the plain mean: the weights are forgotten. A sample of weight 3 counts like three equal samples.",
    ),
    "forgotten above": (
        group_by_group(lambda members, weights, _: members.sum(axis=0) / weights.sum()),
        "You divide by the sum of the weights, and that is right. But the weights are missing above the line: "
        "multiply each sample by its weight before you add up.",
    ),
    "forgotten below": (
        group_by_group(lambda members, weights, _: (members * weights).mean(axis=0)),
        "You multiply by the weights, but then divide by the number of rows. Divide by the sum of the weights: 3 "
        "pebbles of 10 and 1 of 50 are 4 pebbles, not 2.",
    ),
    "divided by all weights": (
        group_by_group(lambda members, weights, total: (members * weights).sum(axis=0) / total.sum()),
        "Each group is divided by the sum of *all* weights. Divide it by the weights of its own samples only.",
    ),
    "divided by all rows": (
        group_by_group(lambda members, weights, total: (members * weights).sum(axis=0) / len(total)),
        "Each group is divided by the number of all samples. Divide it by the sum of the weights in this group.",
    ),
    "not divided": (
        group_by_group(lambda members, weights, _: (members * weights).sum(axis=0)),
        "This is the sum, weights and all. For the mean, divide it by the sum of the weights in the group.",
    ),
    "integer division": (
        group_by_group(lambda members, weights, _: (members * weights).sum(axis=0) // weights.sum()),
        "The digits after the point are lost: // cuts them off. Divide with /.",
    ),
    "whole numbers": (
        group_by_group(lambda members, weights, _: np.trunc(mean(members, weights))),
        "The digits after the point are lost. Does the array of new centroids hold whole numbers? Make it of floats: "
        "centroids.astype(float).",
    ),
    "rounded": (
        group_by_group(lambda members, weights, _: mean(members, weights).round()),
        "The centroids are rounded. Keep the digits after the point: colours are rounded at the very end.",
    ),
    "features mixed": (
        group_by_group(lambda members, weights, _: np.full(members.shape[1], mean(members, weights).mean())),
        "All features of a group got the same number. Sum with axis=0: a mean for each feature.",
    ),
    "nan where empty": (
        group_by_group(mean, empty=lambda old: old * np.nan),
        "An empty group has no mean: 0 / 0 gives nan, not a number, and that would spread. Its centroid stays where "
        "it is.",
    ),
    "zero where empty": (
        group_by_group(mean, empty=lambda old: old * 0),
        "The centroid of an empty group has become 0. It should stay where it is.",
    ),
    "only full groups": (
        lambda X, labels, centroids, w: right_update(X, labels, centroids, w)[np.unique(labels)],
        "An empty group is missing. np.unique(labels) does not know of it: go through range(len(centroids)).",
    ),
}


def groupings(rng):
    """Draw samples, labels, centroids and weights, from tiny to small; groups may be empty, the last one too."""
    drawn = []
    for n, k, d in [(2, 1, 1), (3, 2, 1), (3, 2, 3), (4, 3, 2), (6, 4, 3), (9, 4, 2), (9, 6, 4), (40, 7, 3)]:
        for dtype, low, high in [(float, -20, 21), (np.uint8, 0, 256)]:
            labels = rng.integers(0, max(1, k - rng.integers(0, 2)), n)
            X, centroids = rng.integers(low, high, (n, d)).astype(dtype), rng.integers(0, 256, (k, d)) * 1.0
            drawn.append((X, labels, centroids, rng.integers(1, 10, n)))
    return drawn


def check_weighted_update(answer, rng):
    """weighted_update moves each centroid to the weighted mean of its group"""
    compare(answer.weighted_update, groupings(rng), right_update, WRONG_UPDATE)


def check_weighted_speed(answer, rng):
    """weighted_update takes all samples of a group at once"""

    def make(n):
        X, labels = rng.integers(0, 256, (n, 3), dtype=np.uint8), rng.integers(0, 5, n)
        return X, labels, np.zeros((5, 3)), rng.integers(1, 10, n)

    idea = (
        "Go through the k groups, not through the samples: X[labels == group] picks all samples of a group at once."
    )
    not_slow(answer.weighted_update, make, idea, noun="samples")
