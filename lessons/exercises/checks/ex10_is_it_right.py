"""Is it right?"""

import numpy as np

from . import compare, slow

HINTS = (
    "On paper: 0 0 1 2 and 2 2 0 1. Which numbers of the second belong to 0, 1 and 2 of the first? Then try 0 0 1 2 "
    "and 0 0 1 1. Exchange them, and try again.",
    "Count in a table how many samples have label i in one and j in the other, as in the lesson. What does it mean "
    "if a row has two numbers that are not 0? And if a column has two?",
    "table = np.zeros((labels.max() + 1, other.max() + 1)); np.add.at(table, (labels, other), 1). The groups are "
    "the same if no row and no column holds more than one number that is not 0: np.count_nonzero(table, axis=1) <= "
    "1, and the same with axis=0.",
)


def right(labels, other):
    """Compare, with sets: as many different pairs as there are different labels on either side."""
    return len(set(zip(labels, other, strict=True))) == len(set(labels)) == len(set(other))


def each_goes_into_one(labels, other):
    """Tell whether the members of each group of labels are together in other too."""
    return all(len(set(other[labels == group])) == 1 for group in set(labels))


def sizes(labels):
    """Count the groups that there are."""
    return np.unique(labels, return_counts=True)[1]


def wrapped(labels, other):
    """Make one number of two labels, in a type that is too small for it."""
    codes = labels * (other.max() + 1) + other
    return len(np.unique(codes)) == len(np.unique(labels)) == len(np.unique(other))


def one_code(labels, other):
    """Make one number of two labels, but one that two pairs may share."""
    codes = labels + other
    return len(np.unique(codes)) == len(np.unique(labels)) == len(np.unique(other))


MERGED = (
    "Here two groups of `labels` are one group in `other`, and your code does not notice this. Samples that are "
    "apart in labels must also be apart in other. Test this direction too."
)


def as_dictionary(labels, other):
    """Tell whether each label always meets the same label of the other; the last meeting counts."""
    met = dict(zip(labels.tolist(), other.tolist(), strict=True))
    return all(met[one] == two for one, two in zip(labels.tolist(), other.tolist(), strict=True))


def in_small_table(labels, other):
    """Count pairs in a table as large as the number of groups."""
    k = max(len(np.unique(labels)), len(np.unique(other)))
    table = np.zeros((k, k), dtype=int)
    np.add.at(table, (labels, other), 1)
    return (np.count_nonzero(table, axis=0) <= 1).all() and (np.count_nonzero(table, axis=1) <= 1).all()


def together(labels):
    """Tell for each two samples whether they are together: (n, n)."""
    return labels[:, None] == labels


WRONG = {
    "numbers compared": (
        lambda labels, other: np.array_equal(labels, other),
        "You compare the numbers, but they mean nothing: 0 0 1 and 1 1 0 are the same groups. Compare which samples "
        "are together.",
    ),
    "for each sample": (
        lambda labels, other: labels == other,
        "This has True or False for each sample. Return one value for all. And the numbers themselves mean nothing: "
        "0 0 1 and 1 1 0 are the same groups.",
    ),
    "one way": (each_goes_into_one, MERGED),
    "one way, by a dictionary": (as_dictionary, MERGED),
    "the other way": (
        lambda labels, other: each_goes_into_one(other, labels),
        "Here one group of `labels` is two groups in `other`, and your code does not notice this. Samples that are "
        "together in labels must also be together in other. Test this direction too.",
    ),
    "either way": (
        lambda labels, other: each_goes_into_one(labels, other) or each_goes_into_one(other, labels),
        "One direction is not enough. Test both: from labels to other *and* from other to labels.",
    ),
    "number of groups": (
        lambda labels, other: len(sizes(labels)) == len(sizes(other)),
        "You compare the numbers of groups. Two labelings with the same number of groups can have different groups. "
        "Compare the members.",
    ),
    "largest label": (
        lambda labels, other: labels.max() == other.max(),
        "You compare the largest labels. Two labelings with the same number of groups can have different groups. "
        "Compare the members.",
    ),
    "sizes by number": (
        lambda labels, other: np.array_equal(np.sort(labels), np.sort(other)),
        "You only compare how often each number occurs, as if both were sorted. Then you no longer know which "
        "sample has which label. Compare which samples are together.",
    ),
    "sizes": (
        lambda labels, other: np.array_equal(np.sort(sizes(labels)), np.sort(sizes(other))),
        "You compare the sizes of the groups. Groups of the same size can have different members. Compare the "
        "members.",
    ),
    "always True": (
        lambda labels, other: True,
        "The answer is always True. Where in your code can it become False? Does the comparison compare a value "
        "with itself, or does `return True` come too early?",
    ),
    "always False": (
        lambda labels, other: False,
        "The answer is always False. It should be True if only the numbers of the groups differ.",
    ),
    "first pair only": (
        lambda labels, other: bool(together(labels)[0, 1] == together(other)[0, 1]),
        "You compare only the first two samples: `return` ends the loop. Return False at the first difference, and "
        "True only after the loop.",
    ),
    "last pair only": (
        lambda labels, other: bool(together(labels)[-2, -1] == together(other)[-2, -1]),
        "Only the last two samples decide, because each round overwrites the result. Return False at the first "
        "difference.",
    ),
    "one pair is enough": (
        lambda labels, other: bool((together(labels) & together(other))[np.triu_indices(len(labels), 1)].any()),
        "Your code is satisfied with one pair that is together in both. All pairs must agree: `all`, not `any`.",
    ),
    "numbered by their numbers": (
        lambda labels, other: np.array_equal(
            np.unique(labels, return_inverse=True)[1], np.unique(other, return_inverse=True)[1]
        ),
        "np.unique numbers the groups in the order of their old numbers, so the old numbers still matter. Number "
        "the groups in the order of their first samples. Or compare which samples are together.",
    ),
    "numbers without a group counted": (
        lambda labels, other: (
            right(labels, other) and len(set(labels)) == labels.max() + 1 and len(set(other)) == other.max() + 1
        ),
        "Labels may leave numbers out. Then a row or a column of the table has only zeros. So test for at most one "
        "number, `<= 1`, not for exactly one.",
    ),
    "table too small": (
        in_small_table,
        "Your table has a row for each group, but labels may leave numbers out: 0 and 5 are two groups. Its shape "
        "should be (labels.max() + 1, other.max() + 1). Or give the groups new numbers with np.unique(..., "
        "return_inverse=True).",
    ),
    "one group is enough": (
        lambda labels, other: any(len(set(other[labels == group])) == 1 for group in set(labels.tolist())),
        "Your code is satisfied with one group that fits. All groups must fit. Return False at the first group that "
        "does not fit, and True only after the loop.",
    ),
    "first group decides": (
        lambda labels, other: len(set(other[labels == labels.min()])) == 1,
        "Only the first group decides, because `return` is inside the loop. Return False at the first difference, "
        "and True only after the loop.",
    ),
    "sorted counts": (
        lambda labels, other: np.array_equal(np.sort(np.bincount(labels)), np.sort(np.bincount(other))),
        "You compare the sizes of the groups. Groups of the same size can have different members. Compare the "
        "members.",
    ),
    "True and False exchanged": (
        lambda labels, other: not right(labels, other),
        "True and False are exchanged.",
    ),
    "neighbours": (
        lambda labels, other: np.array_equal(np.diff(labels) == 0, np.diff(other) == 0),
        "Each sample is compared with the next one only. Samples farther away may be together too.",
    ),
    "with the first": (
        lambda labels, other: np.array_equal(labels == labels[0], other == other[0]),
        "Only the group of the first sample is compared. Compare the other groups too.",
    ),
    "one code for two pairs": (
        one_code,
        "labels + other is the same for (0, 1) and (1, 0). Each pair needs its own number: labels * k + other, with "
        "k larger than the largest label of other.",
    ),
    "bytes wrap around": (
        wrapped,
        "Labels may be bytes (uint8), like those of a snapshot. 20 * 20 is too large for a byte, so it wraps "
        "around. Use a larger type first: labels.astype(int).",
    ),
}


PARTLY_RIGHT = {
    "the numbers decide": (
        lambda case, got, right: right and not got,
        "Here the groups are the same, and only their numbers have changed. So something in your code goes by the "
        "numbers, as a difference, a sort or `<` does. Only ask whether two numbers are equal.",
    ),
    "a difference unnoticed": (
        lambda case, got, right: got and not right,
        "Here the groups differ, and you do not see it. Which two samples are together in one, but not in the other?",
    ),
}


def renumbered(rng, labels):
    """Give the groups other numbers, drawn at random."""
    return rng.permutation(labels.max() + 1)[labels]


def pairs(rng):
    """Draw pairs of labelings: the same groups, groups joined, groups cut, members exchanged; from tiny to larger."""
    drawn = [(np.array([0, 1]), np.array([1, 0])), (np.array([0, 1]), np.array([0, 0]))]
    for n, k in [(3, 2), (4, 2), (4, 3), (5, 3), (6, 3), (8, 4), (12, 5), (30, 6)] * 2:
        labels = rng.permutation(np.arange(n) % k)
        joined, cut, exchanged, moved = labels.copy(), labels.copy(), labels.copy(), labels.copy()
        joined[joined == k - 1] = 0
        cut[np.flatnonzero(cut == 0)[0]] = k
        one, two = np.flatnonzero(labels == 0)[0], np.flatnonzero(labels == 1)[0]
        exchanged[[one, two]] = exchanged[[two, one]]
        moved[one] = 1
        drawn += [(labels, renumbered(rng, changed)) for changed in (labels, joined, cut, exchanged, moved)]
        # a group whose number is left out, in one of the two
        drawn += [(labels + 2, renumbered(rng, labels)), (labels, 2 * renumbered(rng, labels))]
    labels = rng.permutation(np.arange(300) % 100).astype(np.uint8)
    numbers = rng.permutation(100).astype(np.uint8)
    return [*sorted(drawn, key=lambda pair: len(pair[0])), (labels, numbers[labels])]


def check_same_grouping(answer, rng):
    """same_grouping ignores the numbers of the groups, and nothing else"""
    compare(answer.same_grouping, pairs(rng), right, WRONG, partly=PARTLY_RIGHT)


def remarks(answer, rng):
    """Say if a right answer is slow."""

    def make(n):
        labels = rng.integers(0, 5, n)
        return labels, renumbered(rng, labels)

    idea = (
        "Let NumPy count all pairs of labels at once: np.add.at(table, (labels, other), 1), or np.unique(labels * k "
        "+ other)."
    )
    return [slow(answer.same_grouping, make, idea, noun="samples")]
