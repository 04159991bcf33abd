"""A good start.

Chance is checked by drawing often. The right chances, and each typical mistake, give the probability of every
possible sequence of picks (`_picks.py`). An answer is right if it gives every sequence about as often as it should.
"About" means six standard deviations: a right answer fails less than once in a million times.
"""

from collections import Counter

import numpy as np

from . import Mistake, call, must, written
from ._picks import FIRST, RIGHT, counted, likelihood, misfit, sequences, wrong_sequences

HINTS = (
    "rng.choice(len(X), size=k, replace=False) draws k different row numbers. For k-means++ draw the first row "
    "only, and look at the distances from it.",
    "rng.choice(len(X), p=...) draws with probabilities that add up to 1: D2 / D2.sum(). After each pick, the "
    "distance to the nearest pick can only become smaller: np.minimum(old, new).",
    "rows = [rng.integers(len(X))]; D2 = np.full(len(X), np.inf). Then k - 1 times: D2 = np.minimum(D2, the squared "
    "distances to X[rows[-1]]), and append rng.choice(len(X), p=D2 / D2.sum()). Return X[rows] as floats.",
)
DRAWS = 4000
PLACES = np.array([[0, 52], [41, 101], [154, 109], [42, 0]])  # here each mistake changes how often they come


def samples(rng):
    """Shuffle the four places, and move them a little: nothing to learn by heart.

    The places nearest to their mean and farthest from it are rows 1 and 2. Then "always the first row" is a mistake
    that looks like no other.
    """
    order = ((PLACES - PLACES.mean(axis=0)) ** 2).sum(axis=1).argsort()
    ends, inside = rng.permutation(order[1:3]), rng.permutation(order[[0, 3]])
    return PLACES[[ends[0], *inside, ends[1]]] + rng.integers(0, 160, 2) / 4 + 0.25


def draw(function, X, k, rng, times):
    """Call a function often; count the sequences of row numbers that come."""
    rows, seen = {tuple(x): number for number, x in enumerate((X * 1.0).tolist())}, Counter()
    for _ in range(times):
        picks = np.asarray(function(X.copy(), k, rng))
        right_shape = f"{function.__name__} should return shape {(k, X.shape[1])}: k samples. Yours is {picks.shape}."
        more = {"example": (function, (X, k, rng))}
        if picks.shape == (k,) and picks.dtype.kind in "iu":
            text = f"{function.__name__} returned row numbers. Return the samples themselves: X[rows]."
            raise Mistake(text, name="row numbers", **more)
        must(picks.shape == (k, X.shape[1]), right_shape, name="wrong number of picks", **more)
        numbers = [rows.get(tuple(pick)) for pick in picks.astype(float).tolist()]
        if None in numbers:
            text, name = (
                f"{function.__name__} returned centroids that are not samples. Each should be a row of X: X[rows].",
                "no samples",
            )
            if {tuple(pick) for pick in picks.tolist()} <= {tuple(row) for row in np.trunc(X).tolist()}:
                text, name = (
                    "The digits after the point are lost. astype(int) cuts 2.5 to 2; use float.",
                    "digits lost",
                )
            elif all(column in np.sort(X[:, 0]) for column in picks[:, 0]):
                text += " Do you sort or draw each column separately?"
            raise Mistake(text, name=name, expected="rows of X", got=picks, **more)
        seen[tuple(numbers)] += 1
    return seen


OWN_GENERATOR = "Draw with rng.choice and rng.integers only, not with np.random or with a new generator."


def look_at(function, rng):
    """Look whether the same seed gives the same picks again, and another seed others."""
    X = rng.permutation(200).reshape(50, 4) / 4
    seeds = rng.integers(10**9, size=4)
    picks, again = ([call(function, X, 6, np.random.default_rng(seed)) for seed in seeds] for _ in range(2))
    must(
        all(map(np.array_equal, picks, again)),
        "The same seed gives different picks: something is drawn without rng. " + OWN_GENERATOR,
        name="other generator",
    )
    new = " You make a new generator with a fixed seed: use rng." if "default_rng" in written(function) else ""
    must(
        not all(np.array_equal(picks[0], other) for other in picks[1:]),
        f"{function.__name__} always picks the same samples, whatever rng is. Draw them at random, with rng.{new}",
        name="no drawing" if not new else "other generator",
    )
    draw(function, X, 6, rng, 3)


def must_be_floats(function, rng):
    """Look at the type, after all the rest is right."""
    X = rng.permutation(20).reshape(10, 2)
    picks = call(function, X, 3, rng)
    kind = picks.dtype if isinstance(picks, np.ndarray) else f"a Python {type(picks).__name__}"
    must(
        isinstance(picks, np.ndarray) and picks.dtype.kind == "f",
        f"The picks are right, but their type is {kind}. Centroids move to means, which are rarely whole numbers. "
        "Return an array of floats: X[rows].astype(float).",
        name="not floats",
        example=(function, (X, 3, rng)),
    )


def check_random_centroids(answer, rng):
    """random_centroids picks k samples at random, none twice"""
    function = answer.random_centroids
    look_at(function, rng)
    X = samples(rng)
    drawn = draw(function, X, 2, rng, DRAWS)
    pairs = Counter()
    for picks, times in drawn.items():
        pairs[tuple(sorted(picks))] += times
    twice = [picks for picks in pairs if picks[0] == picks[1]]
    must(
        not twice,
        "Repeated picks: the same sample came twice. rng.choice(len(X), size=k, replace=False) never draws the same "
        "row twice.",
        name="repeated picks",
        example=(function, (X, 2, rng)),
        got=f"row {twice[0][0]} twice" if twice else "",
        expected="two different rows",
    )
    never = {0, 1, 2, 3} - {row for picks in drawn for row in picks}
    must(
        not never,
        f"Row {min(never, default=0)} of 4 is never picked. Rows are numbered from 0, and rng.integers(len(X)) "
        "already leaves out len(X).",
        name="a row never picked",
        example=(function, (X, 2, rng)),
    )
    shares = {(a, b): 1 / 6 for b in range(4) for a in range(b)}
    must(
        misfit(pairs, shares) <= 1,
        "Not all samples have the same probability. rng.choice(len(X), ...) gives all rows the same probability.",
        name="unequal chances",
        **table(pairs, shares, "rows"),
    )
    must_be_floats(function, rng)


def check_kmeans_plusplus(answer, rng):
    """kmeans_plusplus draws each pick with probabilities proportional to D²"""
    function = answer.kmeans_plusplus
    look_at(function, rng)
    X = samples(rng)
    seen, right = draw(function, X, 3, rng, DRAWS), sequences(RIGHT, X, 3)
    if misfit(seen, right) > 1:
        fitting = [
            (likelihood(seen, wrong), name, text)
            for name, text, wrong in wrong_sequences(X, 3)
            if misfit(seen, wrong) <= 1
        ]
        _, name, message = max(fitting, default=(0, "", "Some picks come too often, others too rarely: see below."))
        if not name and any(len(set(picks)) < 3 for picks in seen):
            name, message = (
                "repeated picks",
                "Repeated picks: the same sample came twice. A sample that is picked has D² = 0, so its probability "
                "is 0.",
            )
        elif not name and misfit(counted(seen, 1), counted(right, 1)) > 1:
            message = FIRST
        raise Mistake(message, name=name, example=(function, (X, 3, rng)), **table(seen, right, "picks of rows"))
    must_be_floats(function, rng)


def check_bytes(answer, rng):
    """kmeans_plusplus also takes pixels (uint8)"""
    X = samples(rng).astype(np.uint8)
    must(
        misfit(draw(answer.kmeans_plusplus, X, 2, rng, DRAWS // 2), sequences(RIGHT, X * 1.0, 2)) <= 1,
        "With pixels (uint8) the probabilities are wrong, because such numbers wrap around: 3 - 5 is 254. Begin "
        "with X = X.astype(float).",
        name="bytes wrap around",
        example=(answer.kmeans_plusplus, (X, 2, rng)),
    )


def table(seen, shares, noun):
    """Write how often some sequences should come, and came: those that are most wrong."""
    total = sum(seen.values())
    off = {key: abs(seen[key] / total - shares.get(key, 0)) for key in {*seen, *shares}}
    keys = sorted(sorted(off, key=off.get)[-4:])

    def lines(share):
        return "\n".join(f"{noun} {', '.join(map(str, key))}: {share(key):4.0%}" for key in keys)

    return {"expected": lines(lambda key: shares.get(key, 0)), "got": lines(lambda key: seen[key] / total)}
