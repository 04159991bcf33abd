"""What happens in a run, in the words of the rock collection: lines for a REPL, a terminal and an animation.

All of it is read off the snapshots. Groups are numbered from 1.
"""

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from ..seeding import Pick
from ..snapshot import Snapshot
from ..tables import html_table
from ..text import plural
from .collection import Collection


def story(collection: Collection, snapshots: Sequence[Snapshot], picks: Sequence[Pick] = ()) -> str:
    """Tell the last of these snapshots: which group is which, who moved and how far, what became of the inertia."""
    rows = table(collection, snapshots)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    told = [*picking(collection, snapshots, picks), *sentences(collection, snapshots)]
    return "\n".join([heading(collection, snapshots), *(f"  {line}" for line in lines), *told])


def html_story(collection: Collection, snapshots: Sequence[Snapshot], picks: Sequence[Pick] = ()) -> str:
    """Tell the same as a piece of HTML, with a swatch for each group if the samples are colours."""
    rows = table(collection, snapshots)
    models = [model for _, model, *_ in rows[1:]] if collection.is_colors else []
    told = [*picking(collection, snapshots, picks), *sentences(collection, snapshots)]
    after = "<br>".join(escape(line) for line in told)
    title = escape(heading(collection, snapshots))
    return f"<p>{title}</p>{html_table(rows, models)}<p>{after}</p>"


def heading(collection: Collection, snapshots: Sequence[Snapshot]) -> str:
    """Say what is sorted, into how many groups, and how far one is."""
    groups = plural(len(snapshots[-1].centroids), "group")
    return (
        f"{collection.name}: {plenty(collection, collection.size)} in {groups}, iteration {snapshots[-1].iteration}"
    )


def picking(collection: Collection, snapshots: Sequence[Snapshot], picks: Sequence[Pick]) -> list[str]:
    """Tell the picks of k-means++, as long as nothing else has happened."""
    return [pick_line(collection, picks, number) for number in range(len(picks))] if len(snapshots) == 1 else []


def table(collection: Collection, snapshots: Sequence[Snapshot]) -> list[tuple[str, ...]]:
    """Make a row for each group, under a row of headings."""
    now, before = snapshots[-1], snapshots[-2] if len(snapshots) > 1 else None
    rows = [("group", "model", collection.noun, "share", "moved")]
    shares = now.counts / now.counts.sum()
    for group, (place, count, share, shift) in enumerate(
        zip(now.centroids, now.counts, shares, now.shift, strict=True)
    ):
        moved = f"{shift:.1f} from {collection.describe(before.centroids[group])}" if before and shift else "-"
        rows.append((str(group + 1), collection.describe(place), f"{count:,.0f}", f"{share:.1%}", moved))
    return rows


def sentences(collection: Collection, snapshots: Sequence[Snapshot]) -> list[str]:
    """Say what the last iteration did, and why the run ended if it did."""
    now = snapshots[-1]
    moving = [moving_line(collection, snapshots)] if len(snapshots) > 1 else []
    ending = [ending_line(collection, snapshots)] if now.stop_reason else []
    return [*moving, grouping_line(collection, snapshots), *ending]


def pick_line(collection: Collection, picks: Sequence[Pick], number: int) -> str:
    """Tell how k-means++ came to its model of this number, from 0."""
    pick = picks[number]
    model = collection.describe(collection.X[pick.index])
    if number == 0:
        return f"Pick 1: {model}, by lot among all {collection.noun}."
    odds = pick.probabilities[pick.index] * collection.size  # of all the things in this row together
    odds /= 1 if collection.weight is None else collection.weight[pick.index]
    rivals = [row for row in dict.fromkeys(pick.candidates.tolist()) if row != pick.index]
    better = " and ".join(collection.describe(collection.X[row]) for row in rivals)
    line = f"Pick {number + 1}: {model}, drawn with {odds:.1f} times the average chance"
    return f"{line}; better than {better}." if rivals else f"{line}."


def moving_line(collection: Collection, snapshots: Sequence[Snapshot]) -> str:
    """Tell how the models moved to where they are in the last snapshot."""
    now = snapshots[-1]
    if len(now.relocated):
        group = now.relocated[0]
        empty = f"group {group + 1} was empty; its model goes to {collection.describe(now.centroids[group])}"
        return f"Iteration {now.iteration}: {empty}."
    farthest = int(now.shift.argmax())
    move = f"by {now.shift[farthest]:.1f} to {collection.describe(now.centroids[farthest])}"
    each = "each model moves to the mean of its group"
    return f"Iteration {now.iteration}: {each}; group {farthest + 1}'s moves farthest, {move}."


def grouping_line(collection: Collection, snapshots: Sequence[Snapshot]) -> str:
    """Tell how the samples chose their groups in the last snapshot, and what became of the inertia."""
    now = snapshots[-1]
    if len(snapshots) == 1:
        return f"Each {collection.noun[:-1]} joins the model it resembles most. The inertia is {figure(now.inertia)}."
    before = snapshots[-2].inertia
    if rose(snapshots[-2], now):
        rise = f"the inertia ROSE from {figure(before)} to {figure(now.inertia)}"
        return f"Iteration {now.iteration}: {rise}. It never should: look at assign and update."
    changed = plenty(collection, collection.count(now.labels != snapshots[-2].labels))
    fall = 1 - now.inertia / before if before else 0
    by = f"{fall:.1%}" if fall >= 0.0005 or fall == 0 else "less than 0.1%"
    fell = f"the inertia fell by {by} to {figure(now.inertia)}"
    return f"Iteration {now.iteration}: {changed} changed group; {fell}."


def ending_line(collection: Collection, snapshots: Sequence[Snapshot]) -> str:
    """Tell why the run ended, and whether all was well with it."""
    now = snapshots[-1]
    iterations = plural(now.iteration, "iteration")
    n_rises = sum(rose(one, other) for one, other in pairwise(snapshots))
    if n_rises:
        return f"Stopped after {iterations}. The inertia ROSE in {n_rises} of them: look at assign and update."
    if now.stop_reason == "max_iter":
        return f"Stopped after {iterations}, as many as it was given; it is not sorted yet."
    why = {"converged": f"no {collection.noun[:-1]} changes group any more", "tol": "the models hardly move any more"}
    return f"Sorted after {iterations}: {why[now.stop_reason]}."


def rose(before: Snapshot, now: Snapshot) -> bool:
    """Tell whether the inertia rose, by more than what rounding does."""
    return now.inertia > before.inertia * (1 + 1e-9)


def plenty(collection: Collection, count: int) -> str:
    """Write how many: '1 rock', '2,000 pixels'."""
    return plural(count, collection.noun[:-1])


def figure(value: float) -> str:
    """Write an inertia: all digits of a large one, three of a small one."""
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
