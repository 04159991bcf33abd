"""New models."""

from itertools import pairwise
from types import SimpleNamespace

import numpy as np

import kmeans_scratch

from . import Mistake, call, compare, example, must, not_slow, watch

HINTS = (
    "One function at a time, and one group at a time: X[labels == group] are the samples of a group. What do you do "
    "if there are none?",
    "update: mean(axis=0) goes down the rows and keeps the features. inertia: centroids[labels] is (n, d), for each "
    "sample its own centroid. relocate_empty: np.bincount(labels, minlength=k) counts, np.argsort sorts distances.",
    "lloyd: history = [(centroids, assign(X, centroids))]; then `for _ in range(max_iter):` relocate_empty, update, "
    "assign, history.append((centroids, labels)); and `break` if no label changed or ((new - old) ** 2).sum() <= "
    "tol.",
)

# update


def means(X, labels, centroids, mean=lambda members: members.mean(axis=0)):
    """Find the new centroids, with a mean that may be a wrong one; None: the old one stays."""
    groups = [X[labels == group] for group in range(len(centroids))]
    return np.array([mean(members) if len(members) else old for members, old in zip(groups, centroids, strict=True)])


def nan_where_empty(X, labels, centroids):
    """Take the mean of nothing."""
    return np.array([X[labels == group].mean(axis=0) for group in range(len(centroids))])


WRONG_UPDATE = {
    "wrong axis": (
        lambda X, labels, centroids: means(X, labels, centroids, lambda members: members.mean(axis=1)),
        "The mean goes over the wrong axis: axis=0 goes down the samples and keeps the features.",
    ),
    "no axis": (
        lambda X, labels, centroids: means(X, labels, centroids * 0 + centroids.mean(), np.mean),
        "mean() without an axis mixes all features into one number. Use axis=0: a mean for each feature.",
    ),
    "mean of everything": (
        lambda X, labels, centroids: means(
            X, labels, centroids, lambda members: members.mean() * np.ones(X.shape[1])
        ),
        "All features of a group got the same number: mean() without an axis mixes them. Use axis=0.",
    ),
    "nan where empty": (
        nan_where_empty,
        "An empty group has no mean: it gives nan, not a number, and that would spread. Its centroid stays where it "
        "is.",
    ),
    "zero where empty": (
        lambda X, labels, centroids: means(X, labels, centroids * 0),
        "The centroid of an empty group has become 0. It should stay where it is.",
    ),
    "only full groups": (
        lambda X, labels, centroids: np.array([X[labels == group].mean(axis=0) for group in np.unique(labels)]),
        "An empty group is missing. np.unique(labels) does not know of it: go through range(len(centroids)).",
    ),
    "truncated": (
        lambda X, labels, centroids: means(X, labels, centroids).astype(centroids.dtype),
        "The digits after the point are lost: a copy of centroids that are whole numbers cannot keep 1.5. Make "
        "floats: centroids.astype(float).",
    ),
    "integer division": (
        lambda X, labels, centroids: means(X, labels, centroids, lambda members: members.sum(axis=0) // len(members)),
        "// divides and drops the digits after the point. A mean needs /.",
    ),
    "sum": (
        lambda X, labels, centroids: means(X, labels, centroids, lambda members: members.sum(axis=0)),
        "These are the *sums* of the groups. Divide each by how many samples its group has.",
    ),
    "divided by n": (
        lambda X, labels, centroids: means(X, labels, centroids, lambda members: members.sum(axis=0) / len(X)),
        "Each sum is divided by the number of *all* samples. Divide it by the number in its own group.",
    ),
    "median": (
        lambda X, labels, centroids: means(X, labels, centroids, lambda members: np.median(members, axis=0)),
        "These are medians. The mean is asked for: it makes the squared distances least.",
    ),
    "a sample of the group": (
        lambda X, labels, centroids: means(
            X,
            labels,
            centroids,
            lambda members: members[((members - members.mean(axis=0)) ** 2).sum(axis=1).argmin()],
        ),
        "These are the samples nearest to the mean of their group. k-means takes the mean itself.",
    ),
}


def groupings(rng):
    """Draw samples, labels and centroids, from tiny to small; groups may be empty, the last one too."""
    drawn = []
    for n, k, d in [(2, 1, 1), (3, 2, 1), (3, 2, 2), (4, 3, 2), (5, 3, 3), (7, 5, 2), (40, 6, 3), (9, 4, 5)]:
        for dtype, low, high in [(float, -20, 21), (int, -20, 21), (np.uint8, 0, 256)]:
            labels = rng.integers(0, max(1, k - rng.integers(0, 2)), n)
            X, centroids = (rng.integers(low, high, (rows, d)).astype(dtype) for rows in (n, k))
            drawn.append((X, labels, centroids))
    return drawn


def check_update(answer, rng):
    """update moves each centroid to the mean of its group"""
    compare(answer.update, groupings(rng), means, WRONG_UPDATE)


def check_update_speed(answer, rng):
    """update takes all samples of a group at once"""

    def make(n):
        return rng.integers(0, 256, (n, 3)) * 1.0, rng.integers(0, 5, n), np.zeros((5, 3))

    idea = (
        "Go through the k groups, not through the samples: X[labels == group] picks all samples of a group at once."
    )
    not_slow(answer.update, make, idea, noun="samples")


# inertia


def to_own(X, labels, centroids):
    """Measure the squared distance of each sample to its own centroid: (n,)."""
    return ((X - centroids[labels] * 1.0) ** 2).sum(axis=1)


WRONG_INERTIA = {
    "nearest, not own": (
        lambda X, labels, centroids: kmeans_scratch.squared_distances(X * 1.0, centroids).min(axis=1).sum(),
        "Each sample is measured to the *nearest* centroid. Measure it to that of its own group: centroids[labels].",
    ),
    "all centroids": (
        lambda X, labels, centroids: kmeans_scratch.squared_distances(X * 1.0, centroids).sum(),
        "Each sample is measured to all centroids. Measure it to that of its own group only: centroids[labels].",
    ),
    "roots": (
        lambda X, labels, centroids: np.sqrt(to_own(X, labels, centroids)).sum(),
        "This adds up the distances, with their roots taken. Inertia is the sum of the *squared* distances: no root.",
    ),
    "root of the sum": (
        lambda X, labels, centroids: np.sqrt(to_own(X, labels, centroids).sum()),
        "The root of the sum is one step too many: inertia is the sum of the *squared* distances.",
    ),
    "mean": (
        lambda X, labels, centroids: to_own(X, labels, centroids).mean(),
        "This is the mean over the samples. Inertia is the *sum*.",
    ),
    "mean of all numbers": (
        lambda X, labels, centroids: ((X - centroids[labels] * 1.0) ** 2).mean(),
        "This is a mean. Inertia is the *sum*.",
    ),
    "not squared": (
        lambda X, labels, centroids: np.abs(X - centroids[labels] * 1.0).sum(),
        "The differences are added up without being squared. Square each one first.",
    ),
    "not summed up": (
        to_own,
        "This has a number for each sample. Inertia is one number: the sum of them all.",
    ),
    "uint8 wrap": (
        lambda X, labels, centroids: ((X - centroids[labels]) ** 2).sum(),
        "uint8 numbers wrap around: 3 - 5 is 254. Make floats before you subtract: X.astype(float).",
    ),
}


def check_inertia(answer, rng):
    """inertia adds up the squared distances of the samples to their own centroids"""
    compare(
        answer.inertia, groupings(rng), lambda X, labels, centroids: to_own(X, labels, centroids).sum(), WRONG_INERTIA
    )


# relocate_empty


def moved(X, labels, centroids, order, minlength=True):
    """Give the empty groups samples in this order."""
    labels, k = labels.copy(), len(centroids) if minlength else 0
    for group, sample in zip(np.flatnonzero(np.bincount(labels, minlength=k) == 0), order, strict=False):
        labels[sample] = group
    return labels


def farthest_first(X, labels, centroids):
    """Sort the samples by the distance to their own centroid, the farthest first."""
    return np.argsort(-to_own(X, labels, centroids))


def to_the_empty_one(X, labels, centroids, best):
    """Take for each empty group a sample by its distance to that group's own centroid."""
    new = labels.copy()
    for group in np.flatnonzero(np.bincount(labels, minlength=len(centroids)) == 0):
        new[best(to_own(X, labels * 0 + group, centroids))] = group
    return new


def empty_on_the_way(X, labels, centroids):
    """Look for empty groups in labels that are changing already."""
    order, labels = list(farthest_first(X, labels, centroids)), labels.copy()
    for group in range(len(centroids)):
        if order and not (labels == group).any():
            labels[order.pop(0)] = group
    return labels


def first_empty_only(X, labels, centroids):
    """Help one group and forget the others."""
    return moved(X, labels, centroids, farthest_first(X, labels, centroids)[:1])


WRONG_RELOCATE = {
    "nothing moved": (
        lambda X, labels, centroids: labels,
        "No label has changed, though a group is empty. Find empty groups with np.bincount(labels, minlength=k) == "
        "0.",
    ),
    "without minlength": (
        lambda X, labels, centroids: moved(X, labels, centroids, farthest_first(X, labels, centroids), False),
        "An empty group with the highest number was overlooked: np.bincount stops at the largest label there is. "
        "Give it minlength=len(centroids).",
    ),
    "nearest": (
        lambda X, labels, centroids: moved(X, labels, centroids, farthest_first(X, labels, centroids)[::-1]),
        "The group got the sample *nearest* to its centroid. It should get the farthest: np.argsort sorts from small "
        "to large.",
    ),
    "one sample for all": (
        lambda X, labels, centroids: moved(X, labels, centroids, [to_own(X, labels, centroids).argmax()] * len(X)),
        "Two empty groups got the same sample, and only the last one keeps it. The second group gets the second "
        "farthest sample.",
    ),
    "first empty only": (first_empty_only, "Only the first empty group got a sample. Each one should get one."),
    "empty on the way": (
        empty_on_the_way,
        "A group that has just given away its only sample got another one. Only groups that are empty at the start "
        "count: find them all before you change any label. A group that is emptied by this stays empty.",
    ),
    "nearest to the empty one": (
        lambda X, labels, centroids: to_the_empty_one(X, labels, centroids, np.argmin),
        "The group got the sample nearest to its *own*, lonely centroid. It should get the sample that is worst off: "
        "the farthest from the centroid of the group that it is in.",
    ),
    "farthest from the empty one": (
        lambda X, labels, centroids: to_the_empty_one(X, labels, centroids, np.argmax),
        "The distances are those to the centroid of the empty group. Measure each sample to the centroid of the "
        "group that it is in: centroids[labels].",
    ),
}


def check_relocate_empty(answer, rng):
    """relocate_empty gives each empty group the sample farthest from its centroid"""
    cases = [(np.array([[1.0], [2.0], [9.0]]), np.array([0, 0, 0]), np.array([[3.0], [50.0]]))]
    alone = np.array([[1.0], [3.0], [9.0]]), np.array([0, 0, 2]), np.array([[1.5], [50.0], [5.0]])
    cases += [alone]  # the farthest sample is alone in its group, which comes after the empty one
    for n, k, d in [(3, 2, 1), (4, 3, 1), (4, 2, 2), (5, 4, 2), (6, 3, 2), (12, 6, 3)]:
        for full in (range(k - 1), range(1, k), range(0, k, 2), range(k)):
            case = rng.normal(0, 9, (n, d)).round(1), rng.choice(full, n), rng.normal(0, 9, (k, d)).round(1)
            distances = np.unique(to_own(*case).round(3))
            if len(distances) == len(np.unique(case[0], axis=0)) == n and distances[0] > 0:  # no two alike
                cases.append(case)
    right = kmeans_scratch.relocate_empty
    compare(answer.relocate_empty, cases, right, WRONG_RELOCATE)


# lloyd


def right_lloyd(X, centroids, max_iter=300, tol=0.0):
    """Run the package's own loop."""
    run = kmeans_scratch.lloyd(X * 1.0, centroids, max_iter=max_iter, tol=tol)
    return [(now.centroids, now.labels) for now in run]


def loop(stop, *, last=True, relocate=True, extra=0, against_relocated=False):
    """Make a wrong version of the loop: `stop(moves, changed, tol)` says when to end; moves is (k, d)."""

    def version(X, centroids, max_iter=300, tol=0.0):
        X, labels = X * 1.0, kmeans_scratch.assign(X * 1.0, centroids)
        history, done = [(centroids, labels)], False
        while not done and len(history) <= max_iter + extra:
            own = kmeans_scratch.relocate_empty(X, labels, centroids) if relocate else labels
            new = means(X, own, centroids)
            new_labels = kmeans_scratch.assign(X, new)
            before = own if against_relocated else labels
            done = stop(new - centroids, (new_labels != before).any(), tol)
            centroids, labels = new, new_labels
            history += [(new, new_labels)] if last or not done else []
        return history

    return version


def squares(moves):
    """Add up the squares of moves, as the exercise asks."""
    return (moves**2).sum()


def shifts(moves):
    """Measure how far each centroid moves: (k,)."""
    return np.sqrt((moves**2).sum(axis=1))


def stop_by(measure):
    """Make a way to stop that compares this measure of the moves with tol."""
    return lambda moves, changed, tol: not changed or measure(moves) <= tol


stop = stop_by(squares)
WRONG_MEASURES = {  # of how much the centroids move; `starts` draws limits that tell them apart
    "roots": (lambda moves: shifts(moves).sum(), "Yours adds up the moves without squaring them."),
    "not squared": (lambda moves: np.abs(moves).sum(), "Yours adds up the moves without squaring them."),
    "one root": (
        lambda moves: np.sqrt(squares(moves)),
        "There is a root too many in yours (np.linalg.norm takes one).",
    ),
    "largest": (lambda moves: np.abs(moves).max(), "Yours looks at the largest move only, and does not square it."),
    "largest shift": (
        lambda moves: shifts(moves).max(),
        "Yours looks at the centroid that moves most only, and does not square how far.",
    ),
    "largest square": (lambda moves: (moves**2).max(), "Yours looks at the largest move only. Take the sum of all."),
    "largest squared shift": (
        lambda moves: (shifts(moves) ** 2).max(),
        "Yours looks at the centroid that moves most only. Take the sum of all.",
    ),
    "mean": (lambda moves: (moves**2).mean(), "Yours takes their mean. Take the sum."),
    "mean over the groups": (lambda moves: (shifts(moves) ** 2).mean(), "Yours takes their mean. Take the sum."),
}


OLD_LABELS = (
    "The labels in a pair are those of the centroids *before*. After update, call assign again, and keep these "
    "labels with the new centroids."
)
SAME_ARRAY = (
    "All pairs in the list hold the same array, which your loop changes in place, so that the past is overwritten. "
    "Make a new array in each iteration, or put copies in the list."
)
NO_START = (
    "The first pair should be the centroids that were given, with their labels: history = [(centroids, labels)]."
)
OTHER_ASSIGN = "The labels are not those of the nearest centroids. Is your exercise 3 still right?"
LATE = (
    "Your loop runs one iteration too long. It is over as soon as no label has changed: compare the labels with "
    "those before, since with the same labels the means stay the same too."
)
NO_RELOCATION = (
    "Where a group is empty, it stays empty: did you call relocate_empty in the loop? In each iteration, give it the "
    "labels of the pair before, and what it returns to update."
)
TOLERANCE = "The sum of the *squared* moves is compared with tol: ((new - old) ** 2).sum() <= tol. "
WRONG_LLOYD = {
    "one late": (loop(lambda moves, changed, tol: squares(moves) <= tol), LATE),
    "one early": (
        loop(stop, last=False),
        "Your loop stops one iteration early: the last iteration, which confirms that nothing changes, belongs in "
        "the list too. Append first, then look whether to stop.",
    ),
    "never stops": (
        loop(lambda moves, changed, tol: False),
        "Your loop always runs for max_iter iterations. Stop as soon as no label has changed.",
    ),
    "tol ignored": (
        loop(lambda moves, changed, tol: not changed),
        TOLERANCE + "Your loop does not stop there.",
    ),
    **{
        f"tol with {name}": (loop(stop_by(measure)), TOLERANCE + text)
        for name, (measure, text) in WRONG_MEASURES.items()
    },
    "tol alone, ignored": (loop(lambda moves, changed, tol: (moves == 0).all()), LATE),
    "relocated labels compared": (
        loop(stop, against_relocated=True),
        "Your loop stops too early where a group was empty: it compares the new labels with those that "
        "relocate_empty has made. Compare them with the labels of the pair before, and give the relocated ones a "
        "name of their own.",
    ),
    "one more than max_iter": (loop(stop, extra=1), "There is one iteration more than max_iter. Count again."),
    "one less than max_iter": (
        loop(stop, extra=-1),
        "There is one iteration less than max_iter. The first pair, of what was given, is not an iteration.",
    ),
    "max_iter ignored": (
        loop(stop, extra=300),
        "max_iter is not obeyed: at most so many iterations, even if labels still change.",
    ),
    "no relocation": (loop(stop, relocate=False), NO_RELOCATION),
}


def as_run(history):
    """Make of pairs what `first_difference` compares."""
    return [
        SimpleNamespace(iteration=number, centroids=np.asarray(centroids) * 1.0, labels=np.asarray(labels))
        for number, (centroids, labels) in enumerate(history)
    ]


def agree(one, other):
    """Tell whether two lists of pairs are the same run, however the groups are numbered."""
    return kmeans_scratch.first_difference(as_run(one), as_run(other)) is None


def starts(rng):
    """Draw samples, first centroids and limits. Runs take a few iterations; with full precision there are no ties."""
    drawn = []
    for n, k, d in [(6, 2, 1), (8, 2, 1), (9, 3, 2), (12, 3, 1), (25, 4, 2), (60, 5, 3)]:
        X = rng.uniform(0, 100, (n, d))
        while len(right_lloyd(X, X[:k])) < 4:
            X = rng.uniform(0, 100, (n, d))
        drawn.append((X, X[:k]))
    limited = []
    for X, first in drawn[1:4]:
        moves = moves_of(X, first)
        limited += [
            (X, first, 300, float(tol) * 1.001)
            for tol in (squares(moves[1]), squares(moves[1]) ** 0.5, squares(moves[0]) ** 0.5, squares(moves[0]))
        ]
        limited += [(X, first, max_iter) for max_iter in (1, 2)]
    X, first = drawn[2]
    empty = X, np.concatenate([first, [[1e4, 1e4]]])
    pixels = rng.integers(0, 256, (40, 3), np.uint8)
    return [*drawn, (pixels, pixels[:3]), *limited, *telling_limits(rng), EMPTY, empty]


# The relocated labels are [0, 0, 1], and so are those after the first iteration; those before are [0, 0, 0].
EMPTY = np.array([[1.0], [2.0], [9.0]]), np.array([[2.0], [50.0]])


def moves_of(X, first):
    """Find how the centroids move in each iteration: arrays of (k, d)."""
    return [new - old for (old, _), (new, _) in pairwise(right_lloyd(X, first))]


def telling_limits(rng):
    """Draw a run, and limits with which each wrong measure of the moves ends it at another iteration than it should.

    No two measures may be taken for each other, either.
    """
    measures = [squares, *(measure for measure, _ in WRONG_MEASURES.values())]
    while True:
        X = rng.uniform(0, 5, (40, 2))
        moves = moves_of(X, X[:4])
        limits = sorted({float(measure(one)) * 1.001 for measure in measures for one in moves[:-1]})
        ends = [
            tuple(
                next((n for n, one in enumerate(moves) if measure(one) <= limit), len(moves) - 1) for limit in limits
            )
            for measure in measures
        ]
        if len(set(ends)) == len(measures):
            columns = {column: limit for limit, column in zip(limits, zip(*ends, strict=True), strict=True)}
            return [(X, X[:4], 300, limit) for column, limit in columns.items() if len(set(column)) > 1]


def check_lloyd(answer, rng):
    """lloyd runs k-means to its end, and keeps every moment"""
    cases, hers = starts(rng), []
    for case in cases:
        hers.append(call(answer.lloyd, *case))
        look_at(hers[-1], case, answer.lloyd)
    differences = [
        kmeans_scratch.first_difference(as_run(right_lloyd(*case)), as_run(history))
        for case, history in zip(cases, hers, strict=True)
    ]
    for case, history, where in zip(cases, hers, differences, strict=True):
        if where is not None:
            right = right_lloyd(*case)
            named = [
                text
                for version, text in WRONG_LLOYD.values()
                if all(agree(version(*case), history) for case, history in zip(cases, hers, strict=True))
            ]
            if not any(differences[:-2]):  # only the runs with an empty group are wrong
                named.append(NO_RELOCATION)
            over = "no such iteration: the run is over"
            raise Mistake(
                [*named, "Your run is not as it should be."][0]
                + f"\nThe first difference (right run, yours): {where}.",
                example=example(answer.lloyd, case),
                expected=right[where.iteration] if where.iteration < len(right) else over,
                got=tuple(history[where.iteration]) if where.iteration < len(history) else over,
                line=watch(answer.lloyd, case).last,
            )
    without_iterations(answer.lloyd, (*cases[0], 0))


def without_iterations(function, case):
    """Look at the corner, when all the rest is right."""
    history, (X, first) = call(function, *case), case[:2]
    more = {"example": example(function, case), "line": watch(function, case).last}
    must(
        isinstance(history, list) and len(history) > 0,
        "With max_iter=0 the first pair must still be there: the centroids that were given, and their labels. Put it "
        "into the list before the loop.",
        expected=(first, kmeans_scratch.assign(X, first)),
        got=history,
        **more,
    )
    look_at(history, case, function)
    must(len(history) == 1, "With max_iter=0 there is no iteration: only the first pair belongs in the list.", **more)


def look_at(history, case, function):
    """Look at one result by itself: its form, its start, and whether labels and centroids belong together."""
    X, first = case[0] * 1.0, case[1]

    def fail(text, **sides):
        raise Mistake(text, example=example(function, case), line=watch(function, case).last, **sides)

    if not isinstance(history, list) or not history:
        fail("lloyd should return a list of pairs (centroids, labels), one for each moment.")
    for number, pair in enumerate(history):
        if not isinstance(pair, tuple | list) or [np.shape(part) for part in pair] != [first.shape, (len(X),)]:
            shapes = f"of the shapes {first.shape} and {(len(X),)}"
            fail(f"Item {number} of the list should be a pair (centroids, labels), {shapes}.")
        if not np.isfinite(pair[0]).all():
            fail(f"Pair {number} has a centroid that is nan. Is its group empty?")
    if len(history) > 1 and all(pair[0] is history[0][0] for pair in history):
        fail(SAME_ARRAY, got=history[0][0], expected=first)
    if not np.allclose(history[0][0], first):
        fail(NO_START, got=history[0][0], expected=first)
    for number, (centroids, labels) in enumerate(history):
        right = kmeans_scratch.assign(X, np.asarray(centroids))
        if not np.array_equal(labels, right):
            text = f"{OLD_LABELS if number else OTHER_ASSIGN}\nThe first such pair is number {number}."
            fail(text, got=labels, expected=right)
