"""The palette."""

import numpy as np

from . import compare, slow
from ._bar import PARTLY_RIGHT, WRONG_BAR, right_bar

HINTS = (
    "Draw it first: labels 0, 2, 2, 2 and k = 4. How many groups are there, how large is each, and what do you "
    "divide by? For a bar of 10 columns with the shares 1/3, 1/3, 1/3: in which column does each colour end?",
    "proportions: np.bincount(labels, minlength=k) counts all groups, empty ones too. bar: np.cumsum(proportions) * "
    "width says where each colour ends; round that, not the widths. Begin with np.zeros((height, width, 3), "
    "dtype=np.uint8).",
    "bar: ends = np.rint(np.cumsum(proportions) * width).astype(int); then go through zip(colors, ends) with "
    "picture[:, begin:end] = np.rint(color), and after each colour begin = end.",
)

# proportions

UNIQUE = (
    "np.unique(labels) finds only groups that have members. So an empty group is lost, and the groups after it get "
    "wrong numbers. np.bincount(labels, minlength=k) counts every group."
)
BINS = (
    "np.histogram needs the edges of its bins, and k bins have k + 1 edges: bins=np.arange(k + 1). Without them, it "
    "divides the interval from the smallest to the largest label into k parts. np.bincount(labels, minlength=k) is "
    "shorter."
)


def right_shares(labels, k):
    """Find the shares of all groups."""
    return np.bincount(labels, minlength=k) / len(labels)


def counted_by_unique(labels, k):
    """Count the groups that have members."""
    return np.unique(labels, return_counts=True)[1] / len(labels)


WRONG_SHARES = {
    "unique": (counted_by_unique, UNIQUE),
    "unique, zeros behind": (
        lambda labels, k: np.pad(counted_by_unique(labels, k), (0, k - len(np.unique(labels)))),
        UNIQUE,
    ),
    "no minlength": (
        lambda labels, k: np.bincount(labels) / len(labels),
        "If the last groups are empty, np.bincount does not count them. Give it the number of groups: minlength=k.",
    ),
    "histogram: k bins": (lambda labels, k: np.histogram(labels, bins=k)[0] / len(labels), BINS),
    "histogram: k edges": (lambda labels, k: np.histogram(labels, bins=np.arange(k))[0] / len(labels), BINS),
    "histogram: edges by unique": (
        lambda labels, k: np.histogram(labels, bins=np.arange(len(np.unique(labels)) + 1))[0] / len(labels),
        "The number of groups is k, not len(np.unique(labels)): np.unique leaves out the empty groups. Take "
        "bins=np.arange(k + 1).",
    ),
    "counts": (
        lambda labels, k: np.bincount(labels, minlength=k),
        "These are counts. Divide them by the number of labels. Then they sum to 1.",
    ),
    "percent": (
        lambda labels, k: 100 * right_shares(labels, k),
        "These are percentages: they sum to 100. Shares sum to 1, so do not multiply.",
    ),
    "percent, rounded": (
        lambda labels, k: (100 * right_shares(labels, k)).round(),
        "These are rounded percentages. Shares sum to 1: do not multiply, and do not round.",
    ),
    "percent, rounded to 1 digit": (
        lambda labels, k: (100 * right_shares(labels, k)).round(1),
        "These are rounded percentages. Shares sum to 1: do not multiply, and do not round.",
    ),
    "divided by k": (
        lambda labels, k: np.bincount(labels, minlength=k) / k,
        "Divide by the number of labels, len(labels), not by the number of groups.",
    ),
    "divided by the largest": (
        lambda labels, k: np.bincount(labels, minlength=k) / np.bincount(labels).max(),
        "You divide the counts by the largest count. Divide by their sum: then the shares sum to 1.",
    ),
    "integer division": (
        lambda labels, k: np.bincount(labels, minlength=k) // len(labels),
        "`//` divides and drops the digits after the point. Divide with `/`.",
        "//",
    ),
    **{
        f"rounded to {digits} digits": (
            lambda labels, k, digits=digits: right_shares(labels, k).round(digits),
            "Do not round: rounded shares may not sum to 1.",
        )
        for digits in (1, 2, 3, 4)
    },
    "divided by the groups there are": (
        lambda labels, k: np.bincount(labels, minlength=k) / len(np.unique(labels)),
        "Divide by the number of labels, len(labels), not by the number of groups.",
    ),
    "last group left out": (
        lambda labels, k: np.bincount(labels, minlength=k)[: k - 1] / len(labels),
        "The last group is missing: `range(k)` already ends at k - 1, so range(k - 1) is one group too few.",
    ),
    "last group 0": (
        lambda labels, k: np.append(right_shares(labels, k)[: k - 1], 0),
        "The last group is left out: `range(k)` already ends at k - 1, so range(k - 1) is one group too few.",
    ),
    "first group only": (
        lambda labels, k: right_shares(labels, k) * (np.arange(k) == 0),
        "Only the share of group 0 is there. Is `return` inside the loop? Move it to the left.",
    ),
    "labels from 1": (
        lambda labels, k: np.array([(labels == group).mean() for group in range(1, k + 1)]),
        "You count the groups from 1. Labels begin with 0: range(k).",
    ),
    "of the labels themselves": (
        lambda labels, k: labels / labels.sum(),
        "You divide the labels themselves. Count how often each label occurs: np.bincount(labels, minlength=k).",
    ),
    "cumulative": (
        lambda labels, k: np.cumsum(right_shares(labels, k)),
        "These are sums of shares, np.cumsum. Return the share of each single group.",
    ),
    "sorted": (
        lambda labels, k: np.sort(right_shares(labels, k))[::-1],
        "The shares are sorted by size, so you no longer know which share belongs to which group. Keep the order of "
        "the groups: 0, 1, …",
    ),
}


def labelings(rng):
    """Draw labels of k groups, from tiny to small; any group may be empty, the first and the last one too."""
    drawn = [(rng.permutation([0, 2, 2]), 4)]
    for n, k in [(3, 2), (4, 3), (5, 4), (8, 5), (12, 6), (30, 8), (200, 12)]:
        some = rng.choice(k, size=max(2, k - rng.integers(0, 3)), replace=False)
        drawn.append((rng.choice(some, n), k))
    return drawn


def check_proportions(answer, rng):
    """proportions finds the share of each group, also of an empty one"""
    compare(answer.proportions, labelings(rng), right_shares, WRONG_SHARES)


def palettes(rng):
    """Draw colors, proportions and sizes, from tiny to the bar of the lesson. No end is in the middle of a column."""
    drawn = []
    for k, height, largest in [(2, 1, 5), (2, 2, 6), (3, 1, 8), (3, 2, 11), (4, 3, 12), (5, 2, 30), (8, 3, 40)] * 2:
        drawn.append((colors_of(rng, k), *shares_and_width(rng, k, largest, height)))
    drawn.sort(key=lambda case: case[2] * case[3])
    for k in (3, 5, 10):
        shares, _, _ = shares_and_width(rng, k, 300, 50, least=300)
        drawn.append((colors_of(rng, k), shares))
    return drawn


def colors_of(rng, k):
    """Draw colors with quarters behind the point, but no halves, which one may round up or down."""
    return rng.integers(3, 253, (k, 3)) + rng.choice([-0.25, 0, 0.25], (k, 3))


def shares_and_width(rng, k, largest, height, least=3):
    """Draw shares, one of them sometimes 0, with a height and a width: shares (k,), height, width."""
    while True:
        counts, width = rng.integers(0 if k > 3 else 1, 9, k), int(rng.integers(least, largest + 1))
        ends = np.cumsum(counts[:-1]) / max(1, counts.sum()) * width
        if counts.sum() and (np.abs(ends % 1 - 0.5) > 0.05).all():
            return counts / counts.sum(), height, width


def check_bar(answer, rng):
    """bar draws the colours side by side, each as wide as its share"""
    compare(answer.bar, palettes(rng), right_bar, WRONG_BAR, dtype=np.uint8, partly=PARTLY_RIGHT)


def remarks(answer, rng):
    """Say if a right answer is slow."""
    idea = "np.bincount(labels, minlength=k) counts all labels of all groups at once."
    return [slow(answer.proportions, lambda n: (rng.integers(0, 5, n), 5), idea, noun="labels")]
