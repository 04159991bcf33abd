"""Probabilities of picks, for exercise 5: the right ones, and those of typical mistakes."""

from collections import Counter
from math import log

import numpy as np

# Chances of the next pick: functions of the samples and of the rows picked so far. They weigh each row.


def to_picks(X, picks):
    """Measure the squared distance of each sample to each pick: (n, number of picks)."""
    return ((X[:, None] - X[picks]) ** 2).sum(axis=2)


def equal(X, picks):
    """Give all samples the same chance."""
    return np.ones(len(X))


def by(weigh):
    """Begin with equal chances, go on with those of a function of the squared distances to the picks."""
    return lambda X, picks: weigh(to_picks(X, picks)) if picks else equal(X, picks)


def by_differences(measure):
    """Give chances by another measure of the differences to the nearest pick."""
    return lambda X, picks: measure(X[:, None] - X[picks]).min(axis=1) if picks else equal(X, picks)


def one(row, n):
    """Leave no choice: only this row."""
    return np.eye(n)[row]


def greedy(X, picks):
    """Draw 2 + log(k) candidates, and keep the one that leaves the least D² in all."""
    if not picks:
        return equal(X, picks)
    D2 = to_picks(X, picks).min(axis=1)
    left = np.array([np.minimum(D2, to_picks(X, [row])[:, 0]).sum() for row in range(len(X))])
    reach = np.array([D2[left >= value].sum() for value in left]) / D2.sum()  # this one or a worse one
    beyond = np.array([D2[left > value].sum() for value in left]) / D2.sum()
    equals = np.array([max(D2[left == value].sum(), 1e-9) for value in left]) / D2.sum()  # the first drawn is kept
    trials = 2 + int(log(3))
    return (reach**trials - beyond**trials) * D2 / equals


def once(chances):
    """Give rows that are picked already no chance."""

    def version(X, picks):
        return chances(X, picks) * [row not in picks for row in range(len(X))]

    return version


def to_mean(X, picks):
    """Measure the squared distance of each sample to the mean of the picks."""
    return ((X - X[picks].mean(axis=0)) ** 2).sum(axis=1) if picks else equal(X, picks)


def first(weigh):
    """Draw the first pick in another way; weigh(X) gives its chances."""
    return lambda X, picks: RIGHT(X, picks) if picks else weigh(X)


RIGHT = by(lambda D2: D2.min(axis=1))
FIRST = "The first pick is wrong: each sample should have the same probability to be the first. "
NEAREST = "D is the distance to the *nearest* of all picks so far. "
FARTHEST = (
    "The farthest sample is picked every time. Do you use argmax, or probabilities that grow too fast with D², as "
    "exp does? Then one stone far from all others is always picked. Draw with rng.choice and p=D2 / D2.sum()."
)
ALL_EQUAL = (
    "All picks are drawn with equal probabilities. After the first pick, they should be proportional to D²: "
    "rng.choice(..., p=...)."
)
WRONG = {  # name: (chances, what to say)
    "not squared": (
        by(lambda D2: np.sqrt(D2.min(axis=1))),
        "The probabilities are proportional to the distance. Use the *squared* distance, D²: leave out the root.",
    ),
    "squared twice": (
        by(lambda D2: D2.min(axis=1) ** 2),
        "The distances are squared twice: D² is a square already.",
    ),
    "neither root nor squares": (
        by_differences(lambda moves: np.abs(moves).sum(axis=-1) ** 2),
        "You add up the differences of the features first, and then square the sum. D² is the sum of their squares.",
    ),
    "differences added up": (
        by_differences(lambda moves: np.abs(moves).sum(axis=-1)),
        "You add up the differences without squaring them. D² is the sum of their squares.",
    ),
    "largest difference": (
        by_differences(lambda moves: (moves**2).max(axis=-1)),
        "Only the largest difference counts. D² is the sum of the squares of all features.",
    ),
    "to the last pick": (
        by(lambda D2: D2[:, -1]),
        "The distances are those to the last pick only. " + NEAREST + "Keep the smaller one: np.minimum(D2, new).",
    ),
    "to the last pick, each row once": (
        once(by(lambda D2: D2[:, -1])),
        "The distances are those to the last pick only. " + NEAREST + "Keep the smaller one: np.minimum(D2, new).",
    ),
    "to the first pick": (
        by(lambda D2: D2[:, 0]),
        "The distances are those to the first pick only. " + NEAREST + "Measure again after each pick.",
    ),
    "to the first pick, each row once": (
        once(by(lambda D2: D2[:, 0])),
        "The distances are those to the first pick only. " + NEAREST + "Measure again after each pick.",
    ),
    "to the farthest pick": (
        by(lambda D2: D2.max(axis=1)),
        "The distances are those to the *farthest* pick. " + NEAREST,
    ),
    "to all picks": (
        by(lambda D2: D2.sum(axis=1)),
        "The distances to all picks are added up. " + NEAREST + "Take the smallest.",
    ),
    "to all picks, each row once": (
        once(by(lambda D2: D2.sum(axis=1))),
        "The distances to all picks are added up. " + NEAREST + "Take the smallest.",
    ),
    "to the mean of the picks": (to_mean, "The distances are those to the mean of the picks. " + NEAREST),
    "to the mean of the picks, each row once": (
        once(to_mean),
        "The distances are those to the mean of the picks. " + NEAREST,
    ),
    "always the farthest": (by(lambda D2: one(D2.min(axis=1).argmax(), len(D2))), FARTHEST),
    "chances the wrong way round": (
        once(by(lambda D2: 1 / np.maximum(D2.min(axis=1), 1e-9))),
        "Near samples are preferred. A larger distance should give a larger probability: p=D2 / D2.sum().",
    ),
    "equal chances": (lambda X, picks: once(equal)(X, picks), ALL_EQUAL),
    "equal chances, repeated picks": (
        equal,
        "All picks are drawn with equal probabilities, and there are repeated picks: the same sample twice. After "
        "the first pick, the probabilities should be proportional to D². A sample that is picked has D² = 0, so it "
        "is not picked again.",
    ),
    "greedy": (
        greedy,
        "You draw several candidates for each pick and keep the best. This is the greedy k-means++ of the package. "
        "Here, draw once for each pick.",
    ),
    "first row first": (
        first(lambda X: one(0, len(X))),
        FIRST + "Yours is always row 0. Draw a row: rng.integers(len(X)).",
    ),
    "last row first": (first(lambda X: one(len(X) - 1, len(X))), FIRST + "Yours is always the last row."),
    "never the last row first": (
        first(lambda X: 1 - one(len(X) - 1, len(X))),
        FIRST + "The last row never comes first: rng.integers(len(X)) already leaves out len(X).",
    ),
    "never the first row first": (
        first(lambda X: 1 - one(0, len(X))),
        FIRST + "Row 0 never comes first: rows are numbered from 0.",
    ),
    "farthest from the mean first": (
        first(lambda X: ((X - X.mean(axis=0)) ** 2).sum(axis=1)),
        FIRST + "Yours prefers samples far from the middle.",
    ),
    "first always near the mean": (
        first(lambda X: one(((X - X.mean(axis=0)) ** 2).sum(axis=1).argmin(), len(X))),
        FIRST + "Yours is always the sample nearest to the middle.",
    ),
    "first always far from the mean": (
        first(lambda X: one(((X - X.mean(axis=0)) ** 2).sum(axis=1).argmax(), len(X))),
        FIRST + "Yours is always the sample farthest from the middle.",
    ),
}
OTHER_ORDER = {  # name: (how the rows of the right picks are ordered, what to say)
    "picks sorted": (
        sorted,
        "The picks are sorted by their row numbers. Return them in the order in which they were drawn.",
    ),
    "picks reversed": (
        lambda rows: rows[::-1],
        "The picks come in reverse order. Return them in the order in which they were drawn.",
    ),
}


def wrong_sequences(X, k):
    """Work out the probabilities of all mistakes: (name, text, probabilities of sequences)."""
    found = [(name, text, sequences(chances, X, k)) for name, (chances, text) in WRONG.items()]
    for name, (order, text) in OTHER_ORDER.items():
        probabilities = Counter()
        for rows, probability in sequences(RIGHT, X, k).items():
            probabilities[tuple(order(rows))] += probability
        found.append((name, text, probabilities))
    return found


def sequences(chances, X, k):
    """Work out the probability of every sequence of k picks."""
    found = {(): 1.0}
    for _ in range(k):
        longer = {}
        for picks, probability in found.items():
            weights = chances(X, list(picks))
            for row in np.flatnonzero(weights):
                longer[(*picks, int(row))] = probability * weights[row] / weights.sum()
        found = longer
    return found


def misfit(seen, probabilities):
    """Measure how badly what was seen fits: up to 1 is a matter of luck, infinite what cannot have been."""
    if set(seen) - set(probabilities):
        return np.inf
    means = {key: sum(seen.values()) * probability for key, probability in probabilities.items()}
    return max(abs(seen[key] - mean) / (6 * mean**0.5 + 6) for key, mean in means.items())


def likelihood(seen, probabilities):
    """Measure how likely it was to see this, as a logarithm."""
    return sum(times * log(probabilities[key]) for key, times in seen.items())


def counted(sequences, n):
    """Add up sequences that begin with the same n picks."""
    short = Counter()
    for picks, times in sequences.items():
        short[picks[:n]] += times
    return short
