"""A good start.

Chance is checked by drawing often. `chances` that are right, and each that is typically wrong, give the probability
of every possible sequence of picks; an answer is right if it gives every sequence about as often as it should.
"About" is six standard deviations: a right answer fails less than once in a million times.
"""

from collections import Counter
from math import log

import numpy as np

from . import Mistake, call, example, must

HINTS = (
    "rng.choice(len(X), size=k, replace=False) draws k different row numbers. For k-means++ draw the first row only, "
    "and look at the distances from it.",
    "rng.choice(len(X), p=chances) draws with chances that add up to 1: D2 / D2.sum(). After each pick the distance "
    "to the nearest pick can only get less: np.minimum(old, new).",
    "rows = [rng.integers(len(X))]; D2 = np.full(len(X), np.inf). Then k - 1 times: D2 = np.minimum(D2, the squared "
    "distances to X[rows[-1]]), and append rng.choice(len(X), p=D2 / D2.sum()). Return X[rows] as floats.",
)
DRAWS = 3000
PLACES = np.array([[0, 0], [30, 0], [30, 90], [210, 120]])  # far and near ones, so that mistakes show

# Chances of the next pick: functions of the samples and the rows picked so far, by which each row is weighed


def to_picks(X, picks):
    """Measure the squared distance of each sample to each pick: (n, number of picks)."""
    return ((X[:, None] - X[picks]) ** 2).sum(axis=2)


def equal(X, picks):
    """Give all samples the same chance."""
    return np.ones(len(X))


def by(weigh):
    """Begin with equal chances, go on with those of a function of the squared distances to the picks."""
    return lambda X, picks: weigh(to_picks(X, picks)) if picks else equal(X, picks)


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
    trials = 2 + int(log(3))
    return reach**trials - beyond**trials


RIGHT = by(lambda D2: D2.min(axis=1))
FIRST = "The first pick is not uniform: each sample should have the same chance to be the first. "
WRONG = {
    "not squared": (
        by(lambda D2: np.sqrt(D2.min(axis=1))),
        "The chances go by the distance. They should go by the *squared* distance, D²: leave out the root.",
    ),
    "squared twice": (
        by(lambda D2: D2.min(axis=1) ** 2),
        "The distances are squared twice: D² is a square already.",
    ),
    "to the last pick": (
        by(lambda D2: D2[:, -1]),
        "The distances are those to the last pick only. D is the distance to the *nearest* of all picks so far: keep "
        "the least, np.minimum(D2, new).",
    ),
    "to the first pick": (
        by(lambda D2: D2[:, 0]),
        "The distances are those to the first pick only. D is the distance to the *nearest* of all picks so far.",
    ),
    "to the farthest pick": (
        by(lambda D2: D2.max(axis=1)),
        "The distances are those to the *farthest* pick. D is the distance to the *nearest* of all picks so far.",
    ),
    "to all picks": (
        by(lambda D2: D2.sum(axis=1)),
        "The distances to all picks are added up. D is the distance to the *nearest* of them: take the least.",
    ),
    "always the farthest": (
        by(lambda D2: one(D2.min(axis=1).argmax(), len(D2))),
        "You always take the farthest sample, without drawing: argmax. One stone far from all others would always be "
        "picked. Let rng.choice draw, with p=D2 / D2.sum().",
    ),
    "by lot": (
        lambda X, picks: np.array([row not in picks for row in range(len(X))]) * 1.0,
        "All picks are by lot, with equal chances. After the first one the chances should go by D²: rng.choice(..., "
        "p=...).",
    ),
    "repeated picks, by lot": (
        equal,
        "All picks are by lot, and there are repeated picks: the same sample twice. After the first one the chances "
        "should go by D²: then a sample that is picked has D = 0, and no chance.",
    ),
    "greedy": (
        greedy,
        "You draw several candidates for each pick and keep the best: the greedy form, as in the package. Here draw "
        "once for each pick.",
    ),
    "first row first": (
        lambda X, picks: RIGHT(X, picks) if picks else one(0, len(X)),
        FIRST + "Yours is always row 0: rng.integers(len(X)) draws one.",
    ),
    "last row first": (
        lambda X, picks: RIGHT(X, picks) if picks else one(len(X) - 1, len(X)),
        FIRST + "Yours is always the last row.",
    ),
    "never the last row": (
        lambda X, picks: RIGHT(X, picks) if picks else 1 - one(len(X) - 1, len(X)),
        FIRST + "The last row never comes first: rng.integers(len(X)) leaves out the end by itself.",
    ),
    "farthest from the mean first": (
        lambda X, picks: RIGHT(X, picks) if picks else ((X - X.mean(axis=0)) ** 2).sum(axis=1),
        FIRST + "Yours prefers samples far from the middle.",
    ),
}


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


def samples(rng):
    """Shuffle the four places, and move and stretch them a little: nothing to learn by heart."""
    return rng.permutation(PLACES) + rng.integers(0, 40, 2)


def draw(function, X, k, rng, times):
    """Call her function often; count the sequences of row numbers that come."""
    rows, seen = {tuple(x): number for number, x in enumerate((X * 1.0).tolist())}, Counter()
    for _ in range(times):
        picks = np.asarray(function(X.copy(), k, rng))
        right_shape = f"{function.__name__} should return shape {(k, X.shape[1])}: k samples. Yours is {picks.shape}."
        must(picks.shape == (k, X.shape[1]), right_shape, example=example(function, (X, k, rng)))
        numbers = [rows.get(tuple(pick)) for pick in picks.astype(float).tolist()]
        if None in numbers:
            text = f"{function.__name__} gave centroids that are no samples. Each should be a row of X: X[rows]."
            raise Mistake(text, example=example(function, (X, k, rng)), expected="rows of X", got=picks)
        seen[tuple(numbers)] += 1
    return seen


def look_at(function, rng):
    """Look at one result, and whether the same seed gives the same again."""
    X = rng.permutation(200).reshape(50, 4)
    seeds = rng.integers(10**9, size=4)
    first, again, *others = (np.asarray(call(function, X, 6, np.random.default_rng(s))) for s in (seeds[0], *seeds))
    must(
        np.array_equal(first, again),
        "The same seed gives other picks: some draw does not use rng. Draw with rng.choice and rng.integers only, "
        "not with np.random or a new generator.",
    )
    must(
        not all(np.array_equal(first, other) for other in others),
        f"{function.__name__} always picks the same samples, whatever rng is. Draw them by lot, with rng.",
    )
    draw(function, X, 6, rng, 3)
    must(
        first.dtype.kind == "f",
        f"The picks are right, but of type {first.dtype}. Centroids will move to means, which are rarely whole: make "
        "floats, .astype(float).",
    )


def check_random_centroids(answer, rng):
    """random_centroids picks k samples by lot, none twice"""
    function = answer.random_centroids
    look_at(function, rng)
    X = samples(rng)
    pairs = Counter()
    for picks, times in draw(function, X, 2, rng, DRAWS).items():
        pairs[tuple(sorted(picks))] += times
    twice = [picks for picks in pairs if picks[0] == picks[1]]
    must(
        not twice,
        "Repeated picks: the same sample came twice. rng.choice(len(X), size=k, replace=False) draws without putting "
        "back.",
        example=example(function, (X, 2, rng)),
        got=f"row {twice[0][0]} twice" if twice else "",
        expected="two different rows",
    )
    shares = {(a, b): 1 / 6 for b in range(4) for a in range(b)}
    must(
        misfit(pairs, shares) <= 1,
        "Not all samples have the same chance to be picked. rng.choice(len(X), ...) takes all rows alike.",
        **table(pairs, shares, "rows"),
    )


def check_kmeans_plusplus(answer, rng):
    """kmeans_plusplus draws each pick with chances in proportion to D²"""
    function = answer.kmeans_plusplus
    look_at(function, rng)
    X = samples(rng) * 1.0
    seen, right = draw(function, X, 3, rng, DRAWS), sequences(RIGHT, X, 3)
    if misfit(seen, right) > 1:
        versions = [(sequences(chances, X, 3), text) for chances, text in WRONG.values()]
        fitting = [(likelihood(seen, version), text) for version, text in versions if misfit(seen, version) <= 1]
        if fitting:
            message = max(fitting)[1]
        else:
            message = "The picks do not come as often as they should. Compare how often some of them come."
            if misfit(counted(seen, 1), counted(right, 1)) > 1:
                message = FIRST
            elif any(len(set(picks)) < 3 for picks in seen):
                message = "Repeated picks: the same sample came twice. With D = 0 it should have no chance."
        raise Mistake(message, example=example(function, (X, 3, rng)), **table(seen, right, "picks of rows"))


def check_bytes(answer, rng):
    """kmeans_plusplus also takes pixels (uint8)"""
    X = samples(rng).astype(np.uint8)
    must(
        misfit(draw(answer.kmeans_plusplus, X, 2, rng, DRAWS // 2), sequences(RIGHT, X * 1.0, 2)) <= 1,
        "With pixels (uint8) the chances are wrong, because such numbers wrap around: 3 - 5 is 254. Begin with "
        "X = X.astype(float).",
        example=example(answer.kmeans_plusplus, (X, 2, rng)),
    )


def counted(sequences, n):
    """Add up sequences that begin with the same n picks."""
    short = Counter()
    for picks, times in sequences.items():
        short[picks[:n]] += times
    return short


def table(seen, shares, noun):
    """Write how often some sequences should come, and came: those that are most wrong."""
    total = sum(seen.values())
    off = {key: abs(seen[key] / total - shares.get(key, 0)) for key in {*seen, *shares}}
    keys = sorted(sorted(off, key=off.get)[-4:])

    def lines(share):
        return "\n".join(f"{noun} {', '.join(map(str, key))}: {share(key):4.0%}" for key in keys)

    return {"expected": lines(lambda key: shares.get(key, 0)), "got": lines(lambda key: seen[key] / total)}
