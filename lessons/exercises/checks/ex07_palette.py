"""The palette."""

import numpy as np

from . import compare, not_slow

HINTS = (
    "Draw it first: labels 0, 2, 2, 2 and k = 4. How many groups are there, how large is each, and what do you "
    "divide by? For a bar of 10 columns with the shares 1/3, 1/3, 1/3: in which column does each colour end?",
    "proportions: np.bincount(labels, minlength=k) counts, and leaves no group out. bar: np.cumsum(proportions) * "
    "width says where each colour ends; round that, not the widths. Begin with np.zeros((height, width, 3), "
    "dtype=np.uint8).",
    "bar: ends = np.rint(np.cumsum(proportions) * width).astype(int); then go through zip(colors, ends) with "
    "picture[:, begin:end] = np.rint(color), and after each colour begin = end.",
)

# proportions

UNIQUE = (
    "np.unique(labels) finds only groups that have members, so an empty group is lost, and all groups after it slip "
    "into its place. np.bincount(labels, minlength=k) keeps a place for each."
)
BINS = (
    "np.histogram needs the edges of its bins, and k bins have k + 1 edges: bins=np.arange(k + 1). Without them it "
    "cuts the way from the least to the largest label into pieces. np.bincount(labels, minlength=k) is shorter."
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
        "If the last groups are empty, np.bincount does not know of them. Tell it how many there are: minlength=k.",
    ),
    "histogram: k bins": (lambda labels, k: np.histogram(labels, bins=k)[0] / len(labels), BINS),
    "histogram: k edges": (lambda labels, k: np.histogram(labels, bins=np.arange(k))[0] / len(labels), BINS),
    "histogram: edges by unique": (
        lambda labels, k: np.histogram(labels, bins=np.arange(len(np.unique(labels)) + 1))[0] / len(labels),
        "The number of groups is k, not len(np.unique(labels)): that leaves the empty ones out. Take "
        "bins=np.arange(k + 1).",
    ),
    "counts": (
        lambda labels, k: np.bincount(labels, minlength=k),
        "These are counts. For shares, divide them by how many labels there are; then they sum to 1.",
    ),
    "percent": (
        lambda labels, k: 100 * right_shares(labels, k),
        "These are percent, which sum to 100. Shares sum to 1: do not multiply.",
    ),
    "divided by k": (
        lambda labels, k: np.bincount(labels, minlength=k) / k,
        "Divide by the number of labels, len(labels), not by the number of groups.",
    ),
    "divided by the largest": (
        lambda labels, k: np.bincount(labels, minlength=k) / np.bincount(labels).max(),
        "The counts are divided by the largest of them. Divide by their sum: then the shares sum to 1.",
    ),
    "integer division": (
        lambda labels, k: np.bincount(labels, minlength=k) // len(labels),
        "The digits after the point are lost: // cuts them off. Divide with /.",
    ),
    "one digit": (
        lambda labels, k: right_shares(labels, k).round(1),
        "Do not round: rounded shares may not sum to 1.",
    ),
    "two digits": (
        lambda labels, k: right_shares(labels, k).round(2),
        "Do not round: rounded shares may not sum to 1.",
    ),
    "sorted": (
        lambda labels, k: np.sort(right_shares(labels, k))[::-1],
        "The shares are sorted by size, so one can no longer tell whose they are. Keep the order of the groups: 0, "
        "1, …",
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


def check_proportions_speed(answer, rng):
    """proportions counts all labels at once"""
    idea = "np.bincount(labels, minlength=k) counts all labels of all groups in one go."
    not_slow(answer.proportions, lambda n: (rng.integers(0, 5, n), 5), idea, noun="labels")


# bar

WIDTHS = (
    "Each width is rounded by itself, so the widths need not add up to the width of the bar: columns are missing, or "
    "too many. Round where each colour *ends*: np.cumsum(proportions) * width."
)


def ends_of(proportions, width):
    """Find the column after the last one of each colour."""
    return np.rint(np.cumsum(proportions) * width).astype(int)


def painted(colors, ends, height, width):
    """Paint the columns up to each end; what comes after the last one stays black."""
    picture, begin = np.zeros((height, width, 3)), 0
    for color, end in zip(colors, ends, strict=True):
        picture[:, begin:end] = color
        begin = end
    return picture


def right_bar(colors, proportions, height=50, width=300):
    """Draw the bar as the package does, of colours that need not be whole."""
    return painted(np.rint(colors), ends_of(proportions, width), height, width).astype(np.uint8)


def with_widths(whole, fill=False):
    """Make a version that turns each width into a whole number by itself; `fill`: the last color takes the rest."""

    def version(colors, proportions, height=50, width=300):
        ends = np.cumsum(whole(proportions * width).astype(int))
        ends[-1] = width if fill else ends[-1]
        return painted(np.rint(colors), ends, height, width)

    return version


def repeated(whole):
    """Make a version that repeats each color as often as its own width says: the picture is too wide or too "
    "narrow."""

    def version(colors, proportions, height=50, width=300):
        row = np.repeat(np.rint(colors), whole(proportions * width).astype(int), axis=0)
        return np.tile(row, (height, 1, 1))

    return version


def stacked(colors, proportions, height=50, width=300):
    """Draw the colors one above the other."""
    return right_bar(colors, proportions, width, height).transpose(1, 0, 2)


def equal(colors, proportions, height=50, width=300):
    """Draw all colors equally wide."""
    return right_bar(colors, np.full(len(colors), 1 / len(colors)), height, width)


def most_first(colors, proportions, height=50, width=300):
    """Sort by proportions."""
    order = np.argsort(-proportions)
    return right_bar(colors[order], proportions[order], height, width)


WRONG_BAR = {
    "truncated": (
        lambda colors, proportions, height=50, width=300: right_bar(np.trunc(colors), proportions, height, width),
        "The colours are cut, not rounded: 199.99 became 199. astype and an array of uint8 cut off what is behind "
        "the point, so round first: np.rint(colors).",
    ),
    "not rounded": (
        lambda colors, proportions, height=50, width=300: painted(colors, ends_of(proportions, width), height, width),
        "The colours are not rounded. A picture holds bytes: round the colours, and make the picture of type uint8.",
    ),
    "floats": (
        right_bar,
        "The picture looks right, but its numbers are not bytes, and a picture of other numbers is shown wrongly. "
        "Make it with dtype=np.uint8.",
    ),
    "from 0 to 1": (
        lambda colors, proportions, height=50, width=300: (
            painted(colors, ends_of(proportions, width), height, width) / 255
        ),
        "The colours are divided by 255. A picture of bytes holds numbers from 0 to 255.",
    ),
    "black": (
        lambda colors, proportions, height=50, width=300: right_bar(colors // 255, proportions, height, width),
        "The bar is black, or nearly so: colours from 0 to 1 were made bytes. Leave them from 0 to 255.",
    ),
    "widths rounded": (with_widths(np.rint), WIDTHS),
    "widths cut": (with_widths(np.trunc), WIDTHS),
    "widths rounded, repeated": (repeated(np.rint), WIDTHS),
    "widths cut, repeated": (repeated(np.trunc), WIDTHS),
    "widths rounded, last fills": (with_widths(np.rint, fill=True), WIDTHS),
    "widths cut, last fills": (with_widths(np.trunc, fill=True), WIDTHS),
    "ends cut": (
        lambda colors, proportions, height=50, width=300: painted(
            np.rint(colors), np.trunc(np.cumsum(proportions) * width).astype(int), height, width
        ),
        "The ends are cut, not rounded. And a sum of shares may be 0.9999999 instead of 1: then the last column is "
        "lost. Round: np.rint(np.cumsum(proportions) * width).",
    ),
    "ends rounded up": (
        lambda colors, proportions, height=50, width=300: painted(
            np.rint(colors), np.ceil(np.cumsum(proportions) * width - 1e-9).astype(int), height, width
        ),
        "The ends are rounded up. Round them to the nearest column: np.rint(np.cumsum(proportions) * width).",
    ),
    "no cumsum": (
        lambda colors, proportions, height=50, width=300: painted(
            np.rint(colors), np.rint(proportions * width).astype(int), height, width
        ),
        "A colour does not end at its own width, but at the sum of its width and all before it: np.cumsum.",
    ),
    "stacked": (
        stacked,
        "The colours lie one above the other. They should stand side by side: picture[:, begin:end], columns, not "
        "rows.",
    ),
    "width by height": (
        lambda colors, proportions, height=50, width=300: right_bar(colors, proportions, height, width).transpose(
            1, 0, 2
        ),
        "Height and width have changed places: the shape of a picture is (height, width, 3), rows first.",
    ),
    "50 x 300": (
        lambda colors, proportions, height=50, width=300: right_bar(colors, proportions),
        "The bar is always 50 by 300. Is this written into your code? Use height and width, which can be given.",
    ),
    "300": (
        lambda colors, proportions, height=50, width=300: right_bar(colors, proportions, height),
        "The bar is always 300 wide. Is the 300 written into your code? Use width.",
    ),
    "50": (
        lambda colors, proportions, height=50, width=300: right_bar(colors, proportions, width=width),
        "The bar is always 50 high. Is the 50 written into your code? Use height.",
    ),
    "equal": (equal, "All colours are equally wide. Each should be as wide as its proportion says."),
    "sorted": (most_first, "The colours are sorted by their proportions. Keep the order in which they are given."),
    "BGR": (
        lambda colors, proportions, height=50, width=300: right_bar(colors[:, ::-1], proportions, height, width),
        "Red and blue have changed places. Keep the order red, green, blue.",
    ),
    "one row": (
        lambda colors, proportions, height=50, width=300: right_bar(colors, proportions, 1, width)[0],
        "This is one row of the bar. Repeat it: the shape of a picture is (height, width, 3).",
    ),
}


def palettes(rng):
    """Draw colors, proportions and sizes, from tiny to the bar of the lesson, without an end in the middle of a "
    "column."""
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
    compare(answer.bar, palettes(rng), right_bar, WRONG_BAR, dtype=np.uint8)
