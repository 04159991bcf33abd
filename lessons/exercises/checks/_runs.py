"""The right runs of k-means for exercise 4, and wrong ones."""

import numpy as np

from ._relocate import relocated


def assign(X, centroids):
    """Label each sample with its nearest centroid."""
    return ((X[:, None] * 1.0 - centroids) ** 2).sum(axis=2).argmin(axis=1)


def update(X, labels, centroids):
    """Move each centroid to the mean of its group."""
    groups = [X[labels == group] for group in range(len(centroids))]
    return np.array([one.mean(axis=0) if len(one) else old for one, old in zip(groups, centroids * 1.0, strict=True)])


def squares(moves):
    """Add up the squares of moves, as the exercise asks."""
    return (moves**2).sum()


def right_stop(moves, changed, tol):
    """End if no label has changed, or if the centroids have moved by little."""
    return not changed or squares(moves) <= tol


def stop_by(measure):
    """Make a way to stop that compares another measure of the moves with tol."""
    return lambda moves, changed, tol: not changed or measure(moves) <= tol


def loop(
    stop=right_stop,
    *,
    move=update,
    last=True,
    relocate=relocated,
    extra=0,
    start_labels=False,
    start_centroids=False,
    against_relocated=False,
):
    """Make a version of lloyd: `stop(moves, changed, tol)` says when to end; moves is (k, d)."""

    def version(X, centroids, max_iter=300, tol=0.0):
        first = labels = assign(X, centroids)
        history, done = [(centroids, labels)], False
        while not done and len(history) <= max_iter + extra:
            old = history[0][0] if start_centroids else centroids
            own = relocate(X, first if start_labels else labels, old)
            new = move(X, own, old)
            new_labels = assign(X, new)
            done = stop(new - old, (new_labels != (own if against_relocated else labels)).any(), tol)
            centroids, labels = new, new_labels
            history += [(new, new_labels)] if last or not done else []
        return history

    return version


right_lloyd = loop()
OLD_LABELS = (
    "The labels in a pair belong to the centroids *before*. After update, call assign again. Put its labels into "
    "the pair with the new centroids."
)
SAME_ARRAY = (
    "All pairs in the list hold the same array. Your loop changes it in place, so the earlier pairs are "
    "overwritten. Make a new array in each iteration, or put copies in the list."
)
NO_START = "The first pair should be the given centroids with their labels: history = [(centroids, labels)]."
OTHER_ASSIGN = "The labels are not those of the nearest centroids. Is your exercise 3 still right?"
LATE = (
    "Your loop runs one iteration too long. It should end as soon as no label has changed. Compare the new labels "
    "with the labels before. If they are equal, the means stay the same too."
)
NO_RELOCATION = (
    "An empty group stays empty. Did you call relocate_empty in the loop? In each iteration, call it with the "
    "labels of the pair before, and give its result to update."
)
ONE_LESS = "Your loop runs for max_iter - 1 iterations. The first pair, of the given centroids, is not an iteration."
TOLERANCE = "The sum of the *squared* moves is compared with tol: ((new - old) ** 2).sum() <= tol. "
LARGEST = "You use only the largest move, or only the centroid that moves most. Take the sum of all."
WRONG_LLOYD = {
    "one iteration late": (loop(lambda moves, changed, tol: squares(moves) <= tol), LATE),
    "one iteration late, tol ignored": (loop(lambda moves, changed, tol: (moves == 0).all()), LATE),
    "one iteration late; one less than max_iter": (
        loop(lambda moves, changed, tol: squares(moves) <= tol, extra=-1),
        f"Two mistakes. First: {LATE} Second: {ONE_LESS}",
    ),
    "never stops; one less than max_iter": (
        loop(lambda moves, changed, tol: False, extra=-1),
        "Two mistakes. First: Your loop always runs for max_iter iterations. Stop as soon as no label has changed. "
        f"Second: {ONE_LESS}",
    ),
    "tol ignored; one less than max_iter": (
        loop(lambda moves, changed, tol: not changed, extra=-1),
        f"Two mistakes. First: {TOLERANCE}Your loop does not stop there. Second: {ONE_LESS}",
    ),
    "last iteration left out": (
        loop(last=False),
        "Your loop stops one iteration too early. The last iteration confirms that nothing changes, and it belongs "
        "in the list too. Append first, then test whether to stop.",
    ),
    "never stops": (
        loop(lambda moves, changed, tol: False),
        "Your loop always runs for max_iter iterations. Stop as soon as no label has changed.",
    ),
    "`any` for `all`": (
        loop(lambda moves, changed, tol: True),
        "Your loop stops as soon as a single label is the same as before. All labels must be the same: `.all()`, "
        "not `.any()`.",
        r"\bany\(",
    ),
    "stops after one": (
        loop(lambda moves, changed, tol: True),
        "Your loop ends after one iteration. Is there a `return` or `break` without an `if`, or is the `if` always "
        "true?",
    ),
    "tol ignored": (loop(lambda moves, changed, tol: not changed), TOLERANCE + "Your loop does not stop there."),
    "`and` for `or`": (
        loop(lambda moves, changed, tol: not changed and squares(moves) <= tol),
        "Your loop stops only if both conditions are true, `and`. One of them is enough: `or`.",
    ),
    "`<` for `<=`": (
        loop(lambda moves, changed, tol: not changed or squares(moves) < tol),
        "Use `<=`, not `<`: the loop ends if the sum is *at most* tol.",
    ),
    "tol: not squared": (
        loop(stop_by(lambda moves: np.abs(moves).sum())),
        TOLERANCE + "You add up the moves without squaring them.",
    ),
    "tol: root taken": (
        loop(stop_by(lambda moves: np.sqrt(squares(moves)))),
        TOLERANCE + "You take a root. Leave it out. (np.linalg.norm takes a root too.)",
    ),
    "tol: mean": (
        loop(stop_by(lambda moves: (moves**2).mean())),
        TOLERANCE + "You take the mean. Take the sum.",
    ),
    "tol: largest move": (
        loop(stop_by(lambda moves: np.abs(moves).max())),
        TOLERANCE + LARGEST,
    ),
    "tol: the centroid that moves most": (
        loop(stop_by(lambda moves: np.sqrt((moves**2).sum(axis=1)).max())),
        TOLERANCE + LARGEST,
    ),
    "half way only": (
        loop(move=lambda X, labels, centroids: (centroids + update(X, labels, centroids)) / 2),
        "Your centroids move only half of the way: you take the mean of the new and the old ones. Take the result "
        "of update.",
    ),
    "labels of the start": (
        loop(start_labels=True),
        "In each iteration you update with the labels of the *start*. Use the labels of the pair before. Does your "
        "loop give `labels` a new value?",
    ),
    "centroids of the start": (
        loop(start_centroids=True),
        "In each iteration you go on from the centroids of the *start*, so moves and empty groups are measured from "
        "there. Take those of the pair before: does the loop give `centroids` its new value?",
    ),
    "relocated labels compared": (
        loop(against_relocated=True),
        "Your loop stops too early if a group was empty: it compares the new labels with the labels that "
        "relocate_empty returned. Compare them with the labels of the pair before. Give the relocated labels "
        "another name.",
    ),
    "one more than max_iter": (loop(extra=1), "Your loop runs for max_iter + 1 iterations."),
    "one less than max_iter": (loop(extra=-1), ONE_LESS),
    "max_iter ignored": (
        loop(extra=300),
        "Your loop ignores max_iter. It must stop after max_iter iterations, even if labels still change.",
    ),
    "no relocation": (loop(relocate=lambda X, labels, centroids: labels), NO_RELOCATION),
}
