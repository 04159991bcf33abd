"""Describe a run in the words of the rock collection: lines for a REPL, a terminal and a film.

Everything is read from the snapshots. Groups are numbered from 1.
"""

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from ..seeding import Pick
from ..snapshot import Snapshot
from ..tables import html_table
from ..text import plural, wrapped
from .collection import Collection


def story(
    collection: Collection, snapshots: Sequence[Snapshot], picks: Sequence[Pick] = (), width: int | None = None
) -> str:
    """Describe the last of these snapshots: the groups, how far each model moved, and how the inertia changed.

    If there is a `width`, no line is longer: sentences are broken between words, and the table says less.
    """
    title = heading(collection, snapshots)
    told = [*picking(collection, snapshots, picks), *sentences(collection, snapshots)]
    lines = table_lines(table(collection, snapshots), width)
    return "\n".join([wrapped(title, width), *lines, *(wrapped(line, width) for line in told)])


def table_lines(rows: Sequence[tuple[str, ...]], width: int | None = None) -> list[str]:
    """Align a table. If it is wider than `width`, leave out where models moved from, then gaps, then last columns.

    >>> print(*table_lines([("group", "model", "moved"), ("1", "#ffffff", "3.0 from #fffffc")], 24), sep="\\n")
      group    model  moved
          1  #ffffff    3.0
    """
    short = [(*row[:-1], row[-1].split(" from ")[0]) for row in rows]
    fewer = [[row[:n] for row in short] for n in range(len(rows[0]) - 1, 0, -1)]
    for gap, cells in [("  ", rows), ("  ", short), (" ", short), *((" ", some) for some in fewer)]:
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        if width is None or sum(widths) + len(gap) * len(widths) <= width:
            break
    return [gap + gap.join(cell.rjust(n) for cell, n in zip(row, widths, strict=True)) for row in cells]


def html_story(collection: Collection, snapshots: Sequence[Snapshot], picks: Sequence[Pick] = ()) -> str:
    """Return the same in HTML, with a swatch for each group if the samples are colours."""
    rows = table(collection, snapshots)
    models = [model for _, model, *_ in rows[1:]] if collection.is_colors else []
    told = [*picking(collection, snapshots, picks), *sentences(collection, snapshots)]
    after = "<br>".join(escape(line) for line in told)
    title = escape(heading(collection, snapshots))
    return f"<p>{title}</p>{html_table(rows, models)}<p>{after}</p>"


def heading(collection: Collection, snapshots: Sequence[Snapshot]) -> str:
    """Say what is sorted, into how many groups, and which iteration this is."""
    groups = plural(len(snapshots[-1].centroids), "group")
    return (
        f"{collection.name}: {plenty(collection, collection.size)} in {groups}, iteration {snapshots[-1].iteration}"
    )


def picking(collection: Collection, snapshots: Sequence[Snapshot], picks: Sequence[Pick]) -> list[str]:
    """Describe the picks of k-means++ if this is the first snapshot; otherwise return no lines."""
    return [pick_line(collection, picks, number) for number in range(len(picks))] if len(snapshots) == 1 else []


def table(collection: Collection, snapshots: Sequence[Snapshot]) -> list[tuple[str, ...]]:
    """Make a row for each group, under a row of headings."""
    now, before = snapshots[-1], snapshots[-2] if len(snapshots) > 1 else None
    rows: list[tuple[str, ...]] = [("group", "model", collection.noun, "share", "moved")]
    shares = now.counts / now.counts.sum()
    for group, (place, count, share, shift) in enumerate(
        zip(now.centroids, now.counts, shares, now.shift, strict=True)
    ):
        moved = f"{shift:.1f} from {collection.describe(before.centroids[group])}" if before and shift else "-"
        rows.append((str(group + 1), collection.describe(place), f"{count:,.0f}", f"{share:.1%}", moved))
    return rows


def sentences(collection: Collection, snapshots: Sequence[Snapshot]) -> list[str]:
    """Describe the last iteration. If the run has ended, say why."""
    now = snapshots[-1]
    moving = [moving_line(collection, snapshots)] if len(snapshots) > 1 else []
    ending = [ending_line(collection, snapshots)] if now.stop_reason else []
    return [*moving, grouping_line(collection, snapshots), *ending]


def pick_line(collection: Collection, picks: Sequence[Pick], number: int) -> str:
    """Tell how k-means++ picked the model with this number, counted from 0."""
    pick = picks[number]
    model = collection.describe(collection.X[pick.index])
    if number == 0:
        return f"Pick 1: {model}, at random among all {collection.noun}."
    odds = pick.probabilities[pick.index] * collection.size  # of all samples of this row together
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
    """Tell how many samples changed group in the last snapshot, and how the inertia changed."""
    now = snapshots[-1]
    if len(snapshots) == 1:
        inertia = format_inertia(now.inertia)
        return f"Each {collection.noun[:-1]} joins the model it resembles most. The inertia is {inertia}."
    before = snapshots[-2].inertia
    if rose(snapshots[-2], now):
        rise = f"the inertia ROSE from {format_inertia(before)} to {format_inertia(now.inertia)}"
        return f"Iteration {now.iteration}: {rise}. It never should: look at assign and update."
    changed = plenty(collection, collection.count(now.labels != snapshots[-2].labels))
    fell = f"the inertia fell by {format_fall(before, now.inertia)} to {format_inertia(now.inertia)}"
    return f"Iteration {now.iteration}: {changed} changed group; {fell}."


def ending_line(collection: Collection, snapshots: Sequence[Snapshot]) -> str:
    """Tell why the run ended, and whether its inertia ever rose."""
    now = snapshots[-1]
    iterations = plural(now.iteration, "iteration")
    n_rises = sum(rose(one, other) for one, other in pairwise(snapshots))
    if n_rises:
        return f"Stopped after {iterations}. The inertia ROSE in {n_rises} of them: look at assign and update."
    if now.stop_reason == "max_iter":
        return f"Stopped after {iterations}, the limit of max_iter; not sorted yet."
    why = {"converged": f"no {collection.noun[:-1]} changes group any more", "tol": "the models hardly move any more"}
    return f"Sorted after {iterations}: {why[str(now.stop_reason)]}."


# A few words for a film, at most eight: viewers read them while something moves


def brief_picking(collection: Collection, n_clusters: int, by_kmeans_plusplus: bool) -> str:
    """Tell how the first models are picked."""
    if by_kmeans_plusplus:
        return "k-means++ picks first models far apart."
    return f"The first models: {plenty(collection, n_clusters)}."


def brief_move(collection: Collection, snapshots: Sequence[Snapshot], n_later: int = 1) -> str:
    """Tell what the models do in the last iteration. After skipped iterations, tell how many iterations passed."""
    if n_later > 1:
        return f"… {n_later} iterations later"
    now = snapshots[-1]
    if len(now.relocated):
        return f"Empty group {now.relocated[0] + 1} takes the farthest {collection.noun[:-1]}."
    return "Each model moves to its group's mean."


def brief_grouping(collection: Collection, now: Snapshot, before: Snapshot | None) -> str:
    """Tell how many samples change group from one snapshot to another."""
    if before is None:
        return f"Each {collection.noun[:-1]} joins its nearest model."
    count = collection.count(now.labels != before.labels)
    if count == 0:
        return f"No {collection.noun[:-1]} changes group."
    if now.iteration - before.iteration > 1:
        return f"In all these, {plenty(collection, count)} changed group."
    return f"{plenty(collection, count)} {'changes' if count == 1 else 'change'} group."


def brief_ending(collection: Collection, snapshots: Sequence[Snapshot]) -> str:
    """Tell why the run ended."""
    now, iterations = snapshots[-1], plural(snapshots[-1].iteration, "iteration")
    if any(rose(one, other) for one, other in pairwise(snapshots)):
        return f"Stopped after {iterations}. The inertia ROSE!"
    if now.stop_reason == "max_iter":
        return f"Stopped after {iterations}, not yet sorted."
    why = {"converged": f"no {collection.noun[:-1]} changes group", "tol": "models hardly move"}
    return f"Sorted after {iterations}: {why[str(now.stop_reason)]}."


def brief_result(collection: Collection, snapshots: Sequence[Snapshot]) -> str:
    """Tell how the inertia changed."""
    now = snapshots[-1]
    if len(snapshots) == 1:
        return f"The inertia is {format_inertia(now.inertia)}."
    if rose(snapshots[-2], now):
        return "The inertia ROSE. It never should."
    return f"The inertia fell by {format_fall(snapshots[-2].inertia, now.inertia)}."


def format_fall(before: float, now: float) -> str:
    """Write how much smaller an inertia became.

    >>> format_fall(200, 150), format_fall(1e9, 1e9 - 1), format_fall(0, 0)
    ('25.0%', 'less than 0.1%', '0.0%')
    """
    fall = 1 - now / before if before else 0
    return f"{fall:.1%}" if fall >= 0.0005 or fall == 0 else "less than 0.1%"


def rose(before: Snapshot, now: Snapshot) -> bool:
    """Tell whether the inertia rose by more than rounding errors."""
    return now.inertia > before.inertia * (1 + 1e-9)


def plenty(collection: Collection, count: int) -> str:
    """Write a number of samples: '1 rock', '2,000 pixels'."""
    return plural(count, collection.noun[:-1])


def format_inertia(value: float) -> str:
    """Write an inertia: all digits of a large one, three of a small one."""
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
